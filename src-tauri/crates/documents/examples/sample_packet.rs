//! Writes a made-up internal packet as PDF and SVG into a folder, and says how long packets take:
//! `cargo run --release -p vilkaar-documents --example sample_packet -- FOLDER [COUNT]`.

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::PathBuf;
use std::time::Instant;

use vilkaar_documents::charts::{self, Size};
use vilkaar_documents::packet::internal;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("a folder is needed")?);
    let count: usize = arguments.next().map_or(Ok(1), |text| text.parse())?;
    std::fs::create_dir_all(&folder)?;
    let packets = [("packet", sample::full()), ("empty", sample::empty()), ("large", sample::large())];
    for (name, data) in packets {
        let document = internal(&data)?;
        std::fs::write(folder.join(format!("{name}.pdf")), document.pdf()?)?;
        for (index, page) in document.svg_pages().iter().enumerate() {
            std::fs::write(folder.join(format!("{name}-{}.svg", index + 1)), page)?;
        }
    }
    let size = Size::screen(720.0, 192.0);
    let level = sample::goals()[0].chart.clone().ok_or("no level chart")?;
    let drawn = [
        ("step", charts::step_chart(&sample::step_chart(), size)?),
        ("bars", charts::bar_chart(&sample::month_chart(), Size::screen(656.0, 232.0))?),
        ("level", charts::level_chart(&level, Size::screen(208.0, 72.0))?),
        ("rank", charts::rank_chart(&sample::rank_chart(), size)?),
        ("composition", charts::composition_chart(&sample::composition(), size)?),
    ];
    for (name, chart) in drawn {
        std::fs::write(folder.join(format!("chart-{name}.svg")), chart.svg)?;
    }
    let mut data = sample::full();
    let started = Instant::now();
    let (mut composing, mut bytes) = (0.0, 0);
    for index in 0..count {
        data.case.case_number = format!("S2022-{index:04}");
        let begun = Instant::now();
        let document = internal(&data)?;
        composing += begun.elapsed().as_secs_f64();
        bytes += document.pdf()?.len();
    }
    let each = 1000.0 / f64::from(u32::try_from(count)?);
    println!(
        "{count} packets: {:.2} ms each (composing {:.2} ms), {} bytes each",
        started.elapsed().as_secs_f64() * each,
        composing * each,
        bytes / count.max(1)
    );
    Ok(())
}
