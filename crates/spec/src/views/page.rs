//! Writing lines of Markdown.

use serde_json::Value;

/// A text that grows line by line, without tabs, trailing blanks and repeated empty lines.
#[derive(Default)]
pub(super) struct Page {
    text: String,
    lowered: usize,
    depth: usize,
}

impl Page {
    /// The text, ending with one line break.
    pub(super) fn finish(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// One line; characters that would break it are escaped.
    pub(super) fn line(&mut self, text: &str) {
        let start = self.text.len();
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            for character in text.chars() {
                if character.is_control() {
                    self.text.extend(character.escape_default());
                } else {
                    self.text.push(character);
                }
            }
        } else {
            self.text.push_str(text);
        }
        let end = self.text.trim_end().len().max(start);
        self.text.truncate(end);
        self.text.push('\n');
    }

    /// An empty line, if there is none yet.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading of this depth, from 1, between empty lines.
    pub(super) fn heading(&mut self, depth: usize, text: &str) {
        self.depth = depth + self.lowered;
        self.blank();
        self.line(&format!("{} {text}", "#".repeat(self.depth)));
        self.blank();
    }

    /// Puts the headings that follow so many levels lower.
    pub(super) fn lower_headings(&mut self, levels: usize) {
        self.lowered = levels;
    }

    /// A paragraph, or several as the author broke them, after an empty line; headings in it go below the last one.
    pub(super) fn prose(&mut self, text: &str) {
        self.blank();
        self.indented("", text);
        self.blank();
    }

    /// An item of a list, and what is said about it.
    pub(super) fn item(&mut self, head: &str, text: Option<&str>) {
        self.line(&format!("- {head}"));
        if let Some(text) = text {
            self.indented("  ", text);
        }
    }

    /// Lines of text as the author broke them, behind `indent`.
    pub(super) fn indented(&mut self, indent: &str, text: &str) {
        let mut in_code = false;
        for line in text.lines() {
            in_code ^= line.trim_start().starts_with("```");
            let marks = line.bytes().take_while(|byte| *byte == b'#').count();
            if !in_code && marks > 0 && line[marks..].starts_with(' ') {
                self.line(&format!("{indent}{}{line}", "#".repeat(self.depth.saturating_sub(1))));
            } else {
                self.line(&format!("{indent}{line}"));
            }
        }
    }

    /// A row of a table, from its cells.
    pub(super) fn row(&mut self, cells: &[String]) {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        self.line(&cells.join(" | "));
    }

    /// The head of a table, from the names of its columns.
    pub(super) fn table(&mut self, columns: &[&str]) {
        self.blank();
        self.line(&columns.join(" | "));
        self.line(&vec!["---"; columns.len()].join(" | "));
    }

    /// A block of JSON, a value a line.
    pub(super) fn json(&mut self, value: &Value) {
        self.blank();
        self.line("```json");
        let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
        text.lines().for_each(|line| self.line(line));
        self.line("```");
        self.blank();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_no_tabs_breaks_and_trailing_blanks() {
        let mut page = Page::default();
        page.line("a\tb\nc  ");
        page.line("   ");
        page.blank();
        page.blank();
        page.line("d");
        assert_eq!(page.finish(), "a\\tb\\nc\n\nd\n");
    }

    #[test]
    fn headings_in_prose_go_below_the_heading_above_them() {
        let mut page = Page::default();
        page.heading(2, "About");
        page.prose("## Pages\n\n```\n# code\n```\n#hash");
        assert_eq!(page.finish(), "## About\n\n### Pages\n\n```\n# code\n```\n#hash\n");
    }
}
