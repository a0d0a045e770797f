//! What the file says about itself: information dictionary, XMP (which must repeat it exactly),
//! output intent and ids worked out from the contents.

use chrono::{Datelike, Timelike};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, StringFormat, dictionary};

use super::letters;
use crate::error::DocumentError;
use crate::scene::Metadata;

/// Written as the file's producer and creator.
const PRODUCER: &str = "printpdf 0.12.8";
const CREATOR: &str = "Vilkår";
/// A small sRGB profile (CC0).
const SRGB: &[u8] = include_bytes!("../../fonts/srgb.icc");

/// Text as PDF wants it: UTF-16 with byte order mark.
pub(super) fn text_string(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Literal)
}

/// Information dictionary and trailer id.
pub(super) fn file_ids(pdf: &mut Pdf, metadata: &Metadata) -> Result<(), DocumentError> {
    let at = metadata.made_at;
    let date = format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    let info = dictionary! {
        "Title" => text_string(&metadata.title),
        "Author" => text_string(&metadata.author),
        "Subject" => text_string(&metadata.subject),
        "Keywords" => text_string(&metadata.keywords.join(", ")),
        "Creator" => text_string(CREATOR),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => Object::string_literal(date.as_str()),
        "ModDate" => Object::string_literal(date.as_str()),
    };
    let id = pdf.trailer.get(b"Info")?.as_reference()?;
    pdf.set_object(id, info);
    let about = format!("{}\n{}\n{date}", metadata.identity, metadata.title);
    let id = format!("{}{}", letters(about.as_bytes(), 8), letters(metadata.identity.as_bytes(), 8));
    let id = Object::String(id.into_bytes(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    Ok(())
}

/// The colour space that device colours mean.
pub(super) fn output_intent(pdf: &mut Pdf) -> Dictionary {
    let profile = pdf.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The PDF/UA identifier is no part of PDF/A's schemas, so it is described as an extension.
const UA_EXTENSION: &str = concat!(
    "<pdfuaid:part>1</pdfuaid:part>\n",
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">",
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>",
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">",
    "<pdfaProperty:name>part</pdfaProperty:name>",
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>",
    "<pdfaProperty:category>internal</pdfaProperty:category>",
    "<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>",
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n",
);

const NAMESPACES: &str = concat!(
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ",
    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" ",
    "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" ",
    "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" ",
    "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" ",
    "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" ",
    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" ",
    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"",
);

/// Adds the XMP packet, uncompressed as archives want it.
pub(super) fn xmp(pdf: &mut Pdf, metadata: &Metadata) -> ObjectId {
    let date = metadata.made_at.format("%Y-%m-%dT%H:%M:%SZ");
    let keywords: String =
        metadata.keywords.iter().map(|word| format!("<rdf:li>{}</rdf:li>", escaped(word))).collect();
    let title = escaped(&metadata.title);
    let packet = format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" {NAMESPACES}>\n\
         <pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n\
         {UA_EXTENSION}\
         <dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li>\
         <rdf:li xml:lang=\"da-DK\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\
         <dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>\
         <dc:language><rdf:Bag><rdf:li>da-DK</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
         <xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>\
         <pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Keywords>{joined}</pdf:Keywords>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
        author = escaped(&metadata.author),
        subject = escaped(&metadata.subject),
        joined = escaped(&metadata.keywords.join(", ")),
    );
    let entry = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    pdf.add_object(Stream::new(entry, packet.into_bytes()).with_compression(false))
}
