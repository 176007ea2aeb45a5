//! What names of hosts stand for, behind the guard.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use super::guard::Guard;

/// Looks names up as the system does, and gives only addresses that may be asked.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) guard: Arc<Guard>,
}

/// Why a name gives no address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum LookupError {
    /// There is no such name.
    #[error("there is no such host")]
    Unknown,
    /// The name servers did not answer, or this machine has none.
    #[error("{0}")]
    NoAnswer(String),
    /// All that it stands for is private.
    #[error("{0}")]
    Private(String),
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.guard);
        Box::pin(async move { Ok(look_up(&guard, name.as_str()).await?) })
    }
}

async fn look_up(guard: &Guard, name: &str) -> Result<Addrs, LookupError> {
    let found = tokio::net::lookup_host((name, 0)).await;
    let found: Vec<SocketAddr> = found.map_err(|error| reason(&error))?.collect();
    let (mut public, mut refused) = (Vec::new(), None);
    for address in found {
        match guard.look_behind(name, address.ip()) {
            Ok(()) => public.push(address),
            Err(why) => refused = Some(why),
        }
    }
    match refused {
        Some(why) if public.is_empty() => Err(LookupError::Private(why)),
        None if public.is_empty() => Err(LookupError::Unknown),
        _ => Ok(Box::new(public.into_iter())),
    }
}

/// The standard library gives the words of the system and no code, so that a name that does not exist and a machine
/// without a network can only be told apart by them. What is not surely the former is the latter, which condemns no
/// page.
fn reason(error: &io::Error) -> LookupError {
    // WSAHOST_NOT_FOUND and WSANO_DATA.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(11001 | 11004)) {
        return LookupError::Unknown;
    }
    let words = error.to_string();
    let unknown = [
        "Name or service not known",           // glibc
        "No address associated with hostname", // glibc
        "Name does not resolve",               // musl
        "Name has no usable address",          // musl
        "nodename nor servname provided",      // macOS and the BSDs
        "hostname nor servname provided",      // FreeBSD
    ];
    if unknown.iter().any(|known| words.contains(known)) {
        LookupError::Unknown
    } else {
        LookupError::NoAnswer(words)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_a_name_that_surely_does_not_exist_is_unknown() {
        let reason = |words: &str| reason(&io::Error::other(words.to_owned()));
        let head = "failed to lookup address information";
        assert_eq!(
            reason(&format!("{head}: Name or service not known")),
            LookupError::Unknown
        );
        let no_answer = format!("{head}: Temporary failure in name resolution");
        assert_eq!(reason(&no_answer), LookupError::NoAnswer(no_answer.clone()));
    }

    #[tokio::test]
    async fn a_name_for_this_machine_is_private() {
        let refused = look_up(&Guard::default(), "localhost").await.err().unwrap();
        assert!(
            matches!(refused, LookupError::Private(why) if why.starts_with("localhost stands for"))
        );
        let open = Guard {
            allow_private: true,
            ..Guard::default()
        };
        assert!(look_up(&open, "localhost").await.unwrap().count() > 0);
    }
}
