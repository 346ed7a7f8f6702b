//! `review scan PATH…`: reviews files of this machine, a request for every few folders, so that memory stays flat
//! however many files there are. Prints the answers of the requests, a line each.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use review::reviewer::Reviewer;
use review::wire::{File, NotReviewed, Request};

/// Bytes and files of one request. A larger folder is reviewed in parts, and its variables are known within a part.
const REQUEST: (u64, usize) = (16_000_000, 512);
/// A larger file is named and not read.
const FILE: u64 = 16_000_000;
/// Folders that hold no files of the project itself.
const PASSED_OVER: [&str; 4] = [".git", ".terraform", "node_modules", "target"];

/// Reviews what the arguments name; `--sources A,B` says who speaks.
pub fn run(arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let (mut paths, mut sources) = (Vec::new(), None);
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sources" => sources = arguments.next().map(|names| names.split(',').map(str::to_owned).collect()),
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    if paths.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "scan needs a file or a folder"));
    }
    let mut scan =
        Scan { sources, reviewer: Reviewer::default(), request: Request::default(), bytes: 0, missed: Vec::new() };
    for path in &paths {
        fs::symlink_metadata(path).map_err(|error| named(path, &error))?;
        scan.walk(path)?;
    }
    scan.send()
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

struct Scan {
    sources: Option<Vec<String>>,
    reviewer: Reviewer,
    request: Request,
    bytes: u64,
    missed: Vec<NotReviewed>,
}

impl Scan {
    /// Files of a folder first, in order of their names, then its folders. Links are not followed.
    fn walk(&mut self, path: &Path) -> io::Result<()> {
        let kind = fs::symlink_metadata(path).map_err(|error| named(path, &error))?.file_type();
        if kind.is_file() {
            return self.take(path);
        }
        if !kind.is_dir() {
            self.miss(path, "it is no file");
            return Ok(());
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                self.miss(path, &error.to_string());
                return Ok(());
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort_by_cached_key(|path| (path.is_dir() && !path.is_symlink(), path.clone()));
        paths.retain(|path| !path.file_name().is_some_and(|name| PASSED_OVER.iter().any(|passed| name == *passed)));
        // A folder stays together where it can: its files give one another values.
        if self.request.files.len() + paths.len() > REQUEST.1 {
            self.send()?;
        }
        paths.iter().try_for_each(|path| self.walk(path))
    }

    fn take(&mut self, path: &Path) -> io::Result<()> {
        let length = fs::metadata(path).map_or(0, |of| of.len());
        if length > FILE {
            self.miss(path, &format!("larger than {FILE} bytes"));
            return Ok(());
        }
        if self.bytes + length > REQUEST.0 || self.request.files.len() >= REQUEST.1 {
            self.send()?;
        }
        match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                self.bytes += length;
                self.request.files.push(File { path: path.to_string_lossy().into_owned(), text, ..File::default() });
            }
            Ok(Err(_)) => self.miss(path, "it is no text in UTF-8"),
            Err(error) => self.miss(path, &error.to_string()),
        }
        Ok(())
    }

    fn miss(&mut self, path: &Path, why: &str) {
        self.missed.push(NotReviewed { path: path.to_string_lossy().into_owned(), line: None, why: why.to_owned() });
    }

    fn send(&mut self) -> io::Result<()> {
        if self.request.files.is_empty() && self.missed.is_empty() {
            return Ok(());
        }
        let request = Request { sources: self.sources.clone(), ..std::mem::take(&mut self.request) };
        self.bytes = 0;
        let mut answer = self.reviewer.review(request);
        answer.not_reviewed.append(&mut self.missed);
        let mut line = serde_json::to_vec(&answer)?;
        line.push(b'\n');
        io::stdout().lock().write_all(&line)
    }
}
