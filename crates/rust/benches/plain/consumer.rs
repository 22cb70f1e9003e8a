//! Uses every type that a method has: `consumer MODE TIMES MESSAGES`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use serde::Serialize;
use serde::de::DeserializeOwned;

include!("dispatch.rs");

/// Counts what is held.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        HELD.fetch_add(size.wrapping_sub(layout.size()), Relaxed);
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What to do with a message.
pub struct Job<'a> {
    mode: &'a str,
    times: usize,
    text: &'a str,
    /// Bytes written, or bytes held.
    bytes: usize,
    /// Whether it was read, and whether it came back whole.
    read: bool,
    whole: bool,
}

impl Job<'_> {
    fn run<T: DeserializeOwned + Serialize + Clone + PartialEq + std::fmt::Debug>(&mut self) {
        match self.mode {
            "read" => {
                for _ in 0..self.times {
                    black_box(serde_json::from_str::<T>(black_box(self.text)).unwrap());
                }
            }
            "write" => {
                let value: T = serde_json::from_str(self.text).unwrap();
                let mut buffer = Vec::with_capacity(self.text.len() * 2);
                for _ in 0..self.times {
                    buffer.clear();
                    serde_json::to_writer(&mut buffer, black_box(&value)).unwrap();
                    black_box(&buffer);
                }
                self.bytes += buffer.len();
            }
            "hold" => {
                let before = HELD.load(Relaxed);
                let value: Box<T> = serde_json::from_str(self.text).unwrap();
                self.bytes += HELD.load(Relaxed) - before;
                assert!(value == value.clone(), "{value:?}");
            }
            _ => {
                let Ok(value) = serde_json::from_str::<T>(self.text) else { return };
                self.read = true;
                let written = serde_json::to_value(&value).unwrap();
                self.whole = written == serde_json::from_str::<serde_json::Value>(self.text).unwrap();
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (mode, times) = (arguments[1].as_str(), arguments[2].parse().unwrap());
    let messages = std::fs::read_to_string(&arguments[3]).unwrap();
    let mut bytes = 0;
    for line in messages.split('\n').filter(|line| !line.is_empty()) {
        let (name, text) = line.split_once('\t').unwrap();
        let mut job = Job { mode, times, text, bytes: 0, read: false, whole: false };
        dispatch(name, &mut job);
        bytes += job.bytes;
        if mode == "look" {
            println!("{} {}", job.read, job.whole);
        }
    }
    if mode != "look" {
        println!("{bytes}");
    }
}
