//! The bytes of a body, frame after frame.

use bytes::{Bytes, BytesMut};

/// The bytes so far. A single frame is kept as it came; more are copied together, so that many small frames cost no
/// more memory than their bytes.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    only: Bytes,
    joined: BytesMut,
}

impl Gathered {
    pub(crate) fn len(&self) -> usize {
        self.only.len() + self.joined.len()
    }

    /// Appends `data`; hands it back if there were more than `limit` bytes then.
    pub(crate) fn push(&mut self, data: Bytes, limit: usize) -> Result<(), Bytes> {
        if data.len() > limit.saturating_sub(self.len()) {
            return Err(data);
        }
        if data.is_empty() {
            return Ok(());
        }
        if self.len() == 0 {
            self.only = data;
            return Ok(());
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&std::mem::take(&mut self.only));
        }
        self.joined.extend_from_slice(&data);
        Ok(())
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.only } else { self.joined.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_frame_is_not_copied() {
        let data = Bytes::from(vec![1, 2, 3]);
        let mut gathered = Gathered::default();
        gathered.push(Bytes::new(), 3).unwrap();
        gathered.push(data.clone(), 3).unwrap();
        gathered.push(Bytes::new(), 3).unwrap();
        assert_eq!(gathered.into_bytes().as_ptr(), data.as_ptr());
    }

    #[test]
    fn frames_stay_in_order_up_to_the_limit() {
        let mut gathered = Gathered::default();
        for data in ["ab", "c", "de"] {
            gathered.push(Bytes::from(data), 5).unwrap();
        }
        assert_eq!(gathered.push(Bytes::from("f"), 5), Err(Bytes::from("f")));
        assert_eq!(gathered.len(), 5);
        assert_eq!(gathered.into_bytes(), "abcde");
    }
}
