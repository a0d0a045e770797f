//! Reads the JSON that `vilkaar-cli --json` prints. Small on purpose, since this program has no
//! dependencies; numbers are kept as their text, because no figure is worked out here.

use crate::process::Outcome;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `true` or `false`, and numbers, as written.
    Plain(String),
    /// A string, its escapes resolved.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, its keys in the order they came.
    Record(Vec<(String, Value)>),
}

impl Value {
    /// The elements of an array; nothing for any other value.
    pub fn list(&self) -> &[Value] {
        match self {
            Value::List(elements) => elements,
            _ => &[],
        }
    }

    /// The text or plain word under a key of an object; `None` for null and for a missing key.
    pub fn text(&self, key: &str) -> Option<&str> {
        let Value::Record(members) = self else {
            return None;
        };
        match &members.iter().find(|(name, _)| name == key)?.1 {
            Value::Text(text) => Some(text),
            Value::Plain(word) if word != "null" => Some(word),
            _ => None,
        }
    }
}

/// Reads one value and refuses anything after it.
pub fn parse(text: &str) -> Outcome<Value> {
    let mut reader = Reader { characters: text.chars().collect(), position: 0 };
    let value = reader.value()?;
    reader.space();
    if reader.position < reader.characters.len() {
        return Err(reader.wrong("slutningen"));
    }
    Ok(value)
}

struct Reader {
    characters: Vec<char>,
    position: usize,
}

impl Reader {
    fn wrong(&self, expected: &str) -> String {
        format!("JSON, tegn {}: {expected} ventet", self.position)
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.position).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.position += 1;
        }
    }

    /// Steps over a character if it is the next one.
    fn take(&mut self, wanted: char) -> bool {
        self.space();
        let found = self.peek() == Some(wanted);
        if found {
            self.position += 1;
        }
        found
    }

    fn value(&mut self) -> Outcome<Value> {
        self.space();
        match self.peek() {
            Some('{') => self.record(),
            Some('[') => self.elements(),
            Some('"') => self.string().map(Value::Text),
            Some(_) => self.plain(),
            None => Err(self.wrong("en værdi")),
        }
    }

    fn record(&mut self) -> Outcome<Value> {
        self.take('{');
        let mut members = Vec::new();
        if self.take('}') {
            return Ok(Value::Record(members));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !self.take(':') {
                return Err(self.wrong(":"));
            }
            members.push((key, self.value()?));
            if self.take('}') {
                return Ok(Value::Record(members));
            }
            if !self.take(',') {
                return Err(self.wrong(", eller }"));
            }
        }
    }

    fn elements(&mut self) -> Outcome<Value> {
        self.take('[');
        let mut elements = Vec::new();
        if self.take(']') {
            return Ok(Value::List(elements));
        }
        loop {
            elements.push(self.value()?);
            if self.take(']') {
                return Ok(Value::List(elements));
            }
            if !self.take(',') {
                return Err(self.wrong(", eller ]"));
            }
        }
    }

    fn string(&mut self) -> Outcome<String> {
        if !self.take('"') {
            return Err(self.wrong("\""));
        }
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.position += 1;
            match character {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                other => text.push(other),
            }
        }
        Err(self.wrong("\""))
    }

    /// The escapes that serde_json writes: single letters, and `\u` for control characters only.
    fn escape(&mut self) -> Outcome<char> {
        let letter = self.peek().ok_or_else(|| self.wrong("et tegn"))?;
        self.position += 1;
        match letter {
            'n' => Ok('\n'),
            't' => Ok('\t'),
            'r' => Ok('\r'),
            'b' => Ok('\u{8}'),
            'f' => Ok('\u{c}'),
            'u' => {
                let end = self.position + 4;
                let digits: String = self
                    .characters
                    .get(self.position..end)
                    .ok_or_else(|| self.wrong("fire cifre"))?
                    .iter()
                    .collect();
                self.position = end;
                u32::from_str_radix(&digits, 16)
                    .ok()
                    .and_then(char::from_u32)
                    .ok_or_else(|| self.wrong("fire cifre"))
            }
            other => Ok(other),
        }
    }

    fn plain(&mut self) -> Outcome<Value> {
        let begin = self.position;
        while self.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "+-.".contains(next)) {
            self.position += 1;
        }
        if begin == self.position {
            return Err(self.wrong("en værdi"));
        }
        Ok(Value::Plain(self.characters[begin..self.position].iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, parse};

    #[test]
    fn nested_values_and_escapes_are_read() {
        let value =
            parse(r#" [{"case":"S-1","due":null,"at_stake":"1.00","n":-3,"x":["\u00e6\n\""]}] "#).unwrap();
        let row = &value.list()[0];
        assert_eq!(row.text("case"), Some("S-1"));
        assert_eq!(row.text("due"), None);
        assert_eq!(row.text("n"), Some("-3"));
        let Value::Record(members) = row else { panic!("an object") };
        assert_eq!(members[4].1.list()[0], Value::Text("æ\n\"".to_owned()));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for broken in ["", "[1", "{\"a\"}", "[] x", "\"open", "{,}"] {
            assert!(parse(broken).is_err(), "{broken}");
        }
    }
}
