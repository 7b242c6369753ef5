//! A ring.

/// A ring buffer.
pub struct Ring<T, A> {
    pub capacity: u64,
    items: Vec<T>,
    marker: std::marker::PhantomData<A>,
}

/// What went wrong.
pub enum Error {
    Full,
    Timeout,
}

pub trait Sink {
    fn accept(&mut self, byte: u8);
    fn finish(&mut self);
}

impl<T, A> Ring<T, A> {
    pub fn new(capacity: usize, name: &str) -> Self {
        let _ = name;
        Ring { capacity: capacity as u64, items: Vec::new(), marker: Default::default() }
    }

    pub fn push(&mut self, item: T) -> Result<(), T> {
        self.items.push(item);
        Ok(())
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        if index as u64 >= self.capacity {
            return None;
        }
        self.items.get(index)
    }

    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    #[deprecated(note = "use count")]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn count(&self) -> usize {
        self.items.len()
    }

    pub fn wait(&self) {}
}

pub fn open(path: &std::path::Path, size: usize) -> Result<(), Error> {
    let _ = (path, size);
    Ok(())
}

pub fn sum(values: &[u32]) -> u32 {
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

pub const LIMIT: usize = 32;

fn hidden(a: u8, b: u8) -> u8 {
    a + b
}
