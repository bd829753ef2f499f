//! The path of the server's URL, below which the paths of the document begin.

/// The path of a server's URL (OpenAPI 3.0.3, server object); empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BasePath(String);

impl BasePath {
    /// Takes `/v1`, `/v1/` and `v1` for the same.
    pub(crate) fn new(path: &str) -> Self {
        let path = path.trim_matches('/');
        Self(if path.is_empty() { String::new() } else { format!("/{path}") })
    }

    /// `path` relative to the server's URL; `None` if it is not below it. Both are compared as they are written.
    pub(crate) fn strip<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.0.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_segments_are_stripped() {
        for written in ["/api/v1", "/api/v1/", "api/v1"] {
            let base = BasePath::new(written);
            assert_eq!(base.strip("/api/v1/rooms"), Some("/rooms"));
            assert_eq!(base.strip("/api/v1/"), Some("/"));
            assert_eq!(base.strip("/api/v1"), Some(""));
            assert_eq!(base.strip("/api/v10/rooms"), None);
            assert_eq!(base.strip("/rooms"), None);
        }
    }

    #[test]
    fn without_a_base_the_path_stays_as_it_is() {
        for base in [BasePath::default(), BasePath::new(""), BasePath::new("/")] {
            assert_eq!(base.strip("/rooms"), Some("/rooms"));
            assert_eq!(base.strip("*"), None);
        }
    }
}
