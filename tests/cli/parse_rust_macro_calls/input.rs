//! Macro calls around items.
#[cfg(feature = "rt")]
pub fn conditional() {}
cfg_rt! {
    /// Spawns.
    pub fn spawn<F>(f: F) -> JoinHandle<F::Output> where F: Future {}
    cfg_unstable! {
        pub struct Nested { pub a: u32 }
        impl Nested { cfg_x! { pub fn deep(&self) {} } }
    }
    pub(crate) mod rt { pub fn in_rt() {} }
}
pub fn after<'a>(x: &'a str, c: char) -> bool { c == '{' || c == '\'' || x == "}" || x == r#"}"# }
thread_local! { static FOO: RefCell<u32> = RefCell::new(1); }
println!("a");
pin_project! { /// Pinned.
 pub struct Pinned<T> { #[pin] a: T, } }
lazy_static! { static ref X: u32 = 5; }
pub fn last() {}
mock! {
    pub File {
        pub fn create(pb: PathBuf) -> io::Result<Self>;
    }
}
bitflags! {
    pub struct Flags: u32 { const A = 1; }
}
cfg_io! {
    #[cfg(unix)]
    pub use std::io::Read;
    macro_rules! inner { () => {} }
    pub trait Ext: Read {
        fn one(&self) -> usize;
        cfg_deep! {
            fn two(&self) {}
        }
    }
    cfg_not_wasm! { pub static COUNT: u32 = 0; }
}
impl Unit {
    cfg_metrics! {
        /// Counts.
        pub fn metrics(&self) -> u64 { 0 }
    }
}
fn body() {
    cfg_trace! {
        let span = 1;
    }
    assert!(true, "{");
    vec!{ 1 };
}
bitflags::bitflags! {
    /// Which.
    #[derive(Clone)]
    pub struct Flags: u16 {
        /// A brace: "}"
        const OPEN = b'{' as u16;
        const SHUT = 2;
    }
    struct More: u8 { const ONE = 1; }
}
/* nested /* comment { */ still */
pub fn end(s: &str) -> char { let _ = b"}"; let _ = br##"}"#"##; '}' }
