//! An empty Tauri window, which the program's own is measured against: an empty page that comes, as the
//! program's pages do, through a protocol of its own.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut context: tauri::Context<tauri::Wry> = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .register_uri_scheme_protocol("tom", |_, _| {
            tauri::http::Response::new(b"<!doctype html><title>Tom</title>".to_vec())
        })
        .setup(|app| {
            let blank = tauri::WebviewUrl::CustomProtocol("tom://localhost/".parse()?);
            tauri::WebviewWindowBuilder::new(app, "main", blank)
                .title("Tom")
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(context)?;
    Ok(())
}
