//! A ring.

/// A ring buffer.
pub struct Ring<T> {
    pub capacity: usize,
    pub dropped: u32,
    items: Vec<T>,
}

/// What went wrong.
pub enum Error {
    Full,
    Closed,
}

pub trait Sink {
    fn accept(&mut self, byte: u8);
}

impl<T> Ring<T> {
    pub fn new(capacity: usize) -> Self {
        Ring { capacity, dropped: 0, items: Vec::new() }
    }

    pub fn push(&mut self, item: T) -> bool {
        self.items.push(item);
        true
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        self.items.get(index)
    }

    pub fn clear(&mut self) {
        self.items.clear();
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub async fn wait(&self) {}
}

pub fn open(path: &str, size: usize) -> Result<(), Error> {
    let _ = (path, size);
    Ok(())
}

pub fn total(values: &[u32]) -> u32 {
    let mut sum = 0;
    for value in values {
        if *value > 10 {
            sum += 10;
        } else {
            sum += *value;
        }
    }
    sum
}

pub fn drain(limit: usize) -> usize {
    limit
}

pub const LIMIT: usize = 16;

#[macro_export]
macro_rules! ring {
    ($n:expr) => {
        $crate::Ring::<u8>::new($n)
    };
}

fn hidden(a: u8) -> u8 {
    a
}
