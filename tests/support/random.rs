//! A generator of numbers (xorshift) that every run of the tests starts alike.

/// The generator.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The generator at its start.
    #[expect(clippy::new_without_default, reason = "there is one start, and no default")]
    pub fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // As many bits as any machine's numbers have.
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// One of the choices.
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}
