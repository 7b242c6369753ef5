//! Crate doc.
use std::{fmt, io::{self, Read as R, *}};
pub use crate::a::b;
use tokio::sync::mpsc;
pub(crate) use self::x::Y;
extern crate serde;
mod private_mod;
pub mod m { pub fn inner() {} #[cfg(test)] mod tests { fn t() {} } }
/// A point. Second.
#[derive(Debug)]
#[non_exhaustive]
pub struct Point<T: Clone> where T: Send {
    /// The x.
    pub x: T,
    y: Option<u32>,
}
pub struct Pair(pub u32, String);
pub struct Unit;
pub union U { a: u32, b: f32 }
/// Shapes.
pub enum Shape { /// Round.
  Circle(f32), Square { side: u32 }, Unit = 5 }
pub trait Draw: Clone + Send {
    const N: usize = 3;
    type Out: Default;
    /// Draws.
    fn draw(&self, to: &mut W) -> Self::Out;
    fn twice(&self) { self.draw() }
    fn make() -> Self where Self: Sized;
}
impl<T: Clone> Point<T> {
    pub const ZERO: u32 = 0;
    /// New point.
    #[must_use]
    #[deprecated(since = "1.0", note = "no")]
    pub const fn new(x: T, (a, b): (u32, u32)) -> Self { if a > 1 && b < 2 { loop {} } Point { x } }
    pub(crate) async unsafe fn go(mut self, f: impl Fn(u32) -> u32) -> Result<(), Box<dyn Error>> { fn nested() {} Ok(()) }
    fn private(self: Box<Self>) {}
}
impl<T> Draw for Point<T> where T: Clone {
    type Out = u32;
    fn draw(&self, to: &mut W) -> u32 { match to { A => 1, B => 2 } }
}
impl fmt::Display for private::Thing<'_> { fn fmt(&self) {} }
struct Hidden; impl Hidden { pub fn x(&self) {} }
/// Adds.
#[macro_export]
macro_rules! add { ($a:expr) => { $a + 1 }; ($a:expr, $b:expr) => { $a + $b }; }
macro_rules! cfg_rt { ($($item:item)*) => { $($item)* } }
pub type Alias<T> = Result<T, Error>;
pub static mut COUNT: u32 = 0;
const _: () = ();
extern "C" { pub fn c_func(x: i32, ...); }
#[allow(deprecated)]
pub fn allowed() {}

pub trait Iter<'a, T: 'a + ?Sized>: IntoIterator<Item = &'a T>
where
    T: Debug,
{
    type Item<'b>: Iterator
    where
        Self: 'b;
    const NAME: &'static str;
    async fn next(&mut self) -> Option<Self::Item<'_>>;
}

impl<'a, T, const N: usize> Iter<'a, T> for [T; N]
where
    T: Debug,
{
    const NAME: &'static str = "array";
    async fn next(&mut self) -> Option<T> {
        while let Some(x) = self.step()? {
            for y in x {
                if y { return None; }
            }
        }
        None
    }
}

impl dyn Draw {
    pub fn boxed(self: Pin<&mut Self>, _: u8) {}
}

pub(in crate::a) struct Restricted;
/** Block doc. More. */
pub async unsafe extern "C" fn modifiers(/* inner */ a: i32, mut b: Vec<u8>,) -> ! { loop {} }
