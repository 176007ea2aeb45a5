//! A server on loopback that plays what it is told to: whole answers, half ones, and none.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

/// What is played at each path: the first answer to the first request, and so on; the last one to all others.
pub(crate) type Play = HashMap<String, Vec<Answer>>;

/// One answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// How long it thinks before it answers, in milliseconds.
    pub(crate) after: u64,
    /// What it does in place of an ordinary body.
    pub(crate) then: Option<Then>,
    /// What it answers to HEAD, if not the same.
    pub(crate) head: Option<u16>,
    /// What it answers to whoever sends a cookie.
    pub(crate) with_cookie: Option<Box<Answer>>,
}

/// What a server can do to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Then {
    /// Says nothing at all.
    Hang,
    /// Closes the connection before it says anything.
    Close,
    /// Stops in the middle of the body and closes.
    BreakOff,
    /// Stops in the middle of the body and keeps the connection.
    Stall,
    /// Sends a little every now and then, without end.
    Drip,
    /// Sends as fast as it can, without end.
    Endless,
    /// Sends a small body that unpacks to a gigabyte.
    Bomb,
    /// Says something that is not HTTP.
    Nonsense,
}

/// A running server. It runs until the test ends.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// One request that the server got.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// `GET /path`.
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) at: Instant,
}

impl Server {
    /// Starts at a free port of this loopback address.
    pub(crate) fn start(host: [u8; 4], play: impl FnOnce(SocketAddr) -> Play) -> Self {
        let listener = TcpListener::bind((std::net::IpAddr::from(host), 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let play = Arc::new(play(address));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let server = Self {
            address,
            seen: Arc::clone(&seen),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (play, seen) = (Arc::clone(&play), Arc::clone(&seen));
                // A client that leaves is no failure of the server.
                thread::spawn(move || serve(&stream, &play, &seen));
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The requests so far, as `GET /path`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }
}

fn serve(stream: &TcpStream, play: &Play, seen: &Mutex<Vec<Seen>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(request) = read_request(&mut reader)? {
        let (method, path) = request.line.split_once(' ').unwrap();
        let before = {
            let mut seen = seen.lock().unwrap();
            let is_before = |seen: &&Seen| seen.line == request.line;
            let before = seen.iter().filter(is_before).count();
            seen.push(request.clone());
            before
        };
        let Some(answers) = play.get(path) else {
            answer(
                stream,
                method,
                &Answer {
                    status: 404,
                    ..Answer::default()
                },
            )?;
            continue;
        };
        let mut played = &answers[before.min(answers.len() - 1)];
        let has_cookie = request
            .headers
            .iter()
            .any(|header| header.starts_with("cookie:"));
        if let (Some(other), true) = (&played.with_cookie, has_cookie) {
            played = other;
        }
        thread::sleep(Duration::from_millis(played.after));
        if !answer(stream, method, played)? {
            break;
        }
    }
    Ok(())
}

/// Answers; gives whether the connection may be used again.
fn answer(mut stream: &TcpStream, method: &str, played: &Answer) -> io::Result<bool> {
    match played.then {
        Some(Then::Hang) => {
            thread::sleep(Duration::from_secs(30));
            return Ok(false);
        }
        Some(Then::Close) => return Ok(false),
        Some(Then::Nonsense) => {
            stream.write_all(b"220 mail.test ESMTP\r\n")?;
            return Ok(false);
        }
        _ => {}
    }
    let status = if method == "HEAD" {
        played.head.unwrap_or(played.status)
    } else {
        played.status
    };
    let mut lines = vec![format!("HTTP/1.1 {status} Said")];
    for (name, value) in &played.headers {
        lines.push(format!("{name}: {value}"));
    }
    let length = match played.then {
        None => Some(played.body.len()),
        Some(Then::BreakOff | Then::Stall) => Some(played.body.len() + 1000),
        _ => None,
    };
    lines.push(length.map_or("connection: close".to_owned(), |length| {
        format!("content-length: {length}")
    }));
    stream.write_all((lines.join("\r\n") + "\r\n\r\n").as_bytes())?;
    if method == "HEAD" {
        return Ok(true);
    }
    stream.write_all(played.body.as_bytes())?;
    match played.then {
        Some(Then::Stall) => thread::sleep(Duration::from_secs(30)),
        Some(Then::Drip) => loop {
            stream.write_all(b".")?;
            thread::sleep(Duration::from_millis(50));
        },
        Some(Then::Endless) => loop {
            stream.write_all(&[b'.'; 1 << 12])?;
        },
        Some(Then::Bomb) => stream.write_all(&bomb())?,
        _ => {}
    }
    Ok(played.then.is_none())
}

/// The beginning of a gzip stream of a gigabyte of zeros: one packed megabyte again and again.
fn bomb() -> Vec<u8> {
    let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    packer
        .compress_vec(&vec![0; 1 << 20], &mut block, flate2::FlushCompress::Full)
        .unwrap();
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    [&header[..], &block.repeat(1024)].concat()
}

fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Seen>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let line = line
        .rsplit_once(' ')
        .map(|(line, _)| line.to_owned())
        .unwrap_or_default();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        if header.trim().is_empty() {
            return Ok(Some(Seen {
                line,
                headers,
                at: Instant::now(),
            }));
        }
        headers.push(header.trim().to_ascii_lowercase());
    }
}
