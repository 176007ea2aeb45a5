//! One request and its answer: the only file that opens sockets.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use reqwest::cookie::CookieStore;
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE,
};
use reqwest::{Certificate, Client, Method, Response};

use super::config::{Config, Reader};
use super::errand::{Errand, Landed, Manner};
use super::names::{LookupError, Names};
use super::question::Want;
use super::redirect::leads_on;
use super::robots::Rules;
use super::{Failure, page};

/// How much of a body is fetched, after decompression: what a reader of pages looks at.
const LONGEST_BODY: usize = page::LONGEST;

/// A header that is longer says nothing that a verdict needs.
const LONGEST_HEADER: usize = 1024;

/// How long a connection is kept for the next request to its host.
const KEPT_OPEN: Duration = Duration::from_secs(5);

const USER_AGENT: &str = concat!(
    "footfault/",
    env!("CARGO_PKG_VERSION"),
    " (citation checker)"
);

const ACCEPTED: &str = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8";

/// The headers that a reply keeps: what a verdict may need to know a page, a wall or a busy host. No cookies, no
/// credentials.
const KEPT: [&str; 29] = [
    "akamai-grn",
    "cf-mitigated",
    "cf-ray",
    "content-disposition",
    "content-language",
    "content-length",
    "content-type",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
    "via",
    "www-authenticate",
    "x-amz-cf-id",
    "x-amzn-waf-action",
    "x-cdn",
    "x-datadome",
    "x-datadome-response",
    "x-dd-b",
    "x-distil-cs",
    "x-iinfo",
    "x-kpsdk-ct",
    "x-px",
    "x-px-block",
    "x-robots-tag",
    "x-sucuri-block",
    "x-sucuri-id",
    "x-vercel-mitigated",
];

/// Opens connections and reads answers.
#[derive(Debug)]
pub(super) struct Fetcher {
    client: Client,
    read: Option<Reader>,
}

impl Fetcher {
    /// Builds a client. Nothing is read from the system: neither its certificates, which a bare machine does not have,
    /// nor its proxies, behind which the guard could not see which addresses are asked.
    pub(super) fn new(config: &Config) -> reqwest::Result<Self> {
        // Whoever was here before chose a provider that does as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let names = Names {
            guard: Arc::new(config.guard.clone()),
        };
        let built_in = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let own = config.roots.iter().map(Vec::as_slice);
        let roots: Vec<Certificate> = (built_in.map(AsRef::as_ref).chain(own))
            .map(Certificate::from_der)
            .collect::<Result<_, _>>()?;
        let client = Client::builder()
            .tls_certs_only(roots)
            .dns_resolver(names)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(USER_AGENT)
            .connect_timeout(config.timeout)
            .read_timeout(config.idle)
            .timeout(config.timeout)
            .pool_idle_timeout(KEPT_OPEN)
            .build()?;
        Ok(Self {
            client,
            read: config.read,
        })
    }

    /// Asks once what an errand asks next, with these cookies; keeps those of the answer for its chain.
    pub(super) async fn fetch(
        &self,
        errand: &Errand,
        cookies: Option<HeaderValue>,
    ) -> Result<Landed, Failure> {
        let address = &errand.address;
        let method = match errand.manner {
            Manner::Head => Method::HEAD,
            Manner::Get | Manner::Robots => Method::GET,
        };
        let mut request = self.client.request(method, address.clone());
        request = request.header(ACCEPT, ACCEPTED);
        if let Some(cookies) = cookies {
            request = request.header(COOKIE, cookies);
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        let headers = response.headers();
        let mut landed = Landed {
            status: response.status().as_u16(),
            headers: kept(headers),
            location: text(headers, LOCATION.as_str()),
            retry_after: text(headers, RETRY_AFTER.as_str()),
            page: None,
            rules: None,
        };
        let set = headers.get_all(SET_COOKIE);
        errand.jar.set_cookies(&mut set.iter(), address);
        let leads_on = landed.location.is_some() && leads_on(landed.status);
        let is_wanted = errand.manner == Manner::Get && errand.question.want == Want::Page;
        if let (Some(read), true, false) = (self.read, is_wanted, leads_on) {
            let content_type = text(headers, CONTENT_TYPE.as_str());
            let body = body(response).await?;
            let passages = &errand.question.passages;
            let mut page = read(&body, content_type.as_deref(), address, passages);
            // It is kept until the end of the run, with thousands of others.
            page.titles.shrink_to_fit();
            page.authors.shrink_to_fit();
            page.dates.shrink_to_fit();
            landed.page = Some(page);
        } else if errand.manner == Manner::Robots && (200..300).contains(&landed.status) {
            landed.rules = Some(Rules::read(&body(response).await?));
        }
        Ok(landed)
    }
}

/// The beginning of a body. One that stops coming is worth what came of it, because the page is there; one that breaks
/// off is not, because the next try may bring it.
async fn body(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while body.len() < LONGEST_BODY {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = LONGEST_BODY - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            }
            Ok(None) => break,
            Err(error) if error.is_timeout() || is_badly_packed(&error) => break,
            Err(error) => return Err(failure(&error)),
        }
    }
    Ok(body)
}

/// Whether a body is not packed as its header says. The client gives a body that breaks off the same kind, and tells
/// them apart only at the root.
fn is_badly_packed(error: &reqwest::Error) -> bool {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    let root = causes
        .last()
        .and_then(|root| root.downcast_ref::<io::Error>());
    let kind = root.map(io::Error::kind);
    error.is_decode() && matches!(kind, Some(ErrorKind::InvalidData | ErrorKind::InvalidInput))
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut kept: Vec<_> = (KEPT.iter())
        .filter_map(|&name| Some((name.to_owned(), text(headers, name)?)))
        .collect();
    kept.shrink_to_fit();
    kept
}

/// The first value of a header as text, without control characters: a terminal may see it.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    let value = String::from_utf8_lossy(&value[..value.len().min(LONGEST_HEADER)]);
    Some(value.chars().filter(|sign| !sign.is_control()).collect())
}

/// What an error of the client means. It tells most of it only through what caused it.
fn failure(error: &reqwest::Error) -> Failure {
    let mut found = None;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        found = cause_of(error).or(found);
        // An input/output error that wraps another gives the cause of what it wraps as its own.
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        cause = wrapped.map_or_else(
            || error.source(),
            |inner| Some(inner as &(dyn StdError + 'static)),
        );
    }
    match found {
        Some(failure) => failure,
        None if error.is_timeout() => Failure::Timeout,
        None => Failure::Broken,
    }
}

fn cause_of(error: &(dyn StdError + 'static)) -> Option<Failure> {
    if let Some(error) = error.downcast_ref::<LookupError>() {
        return Some(match error {
            LookupError::Unknown => Failure::NoSuchHost,
            LookupError::NoAnswer(_) => Failure::NoNetwork,
            LookupError::Private(why) => Failure::Forbidden(why.clone()),
        });
    }
    if let Some(rustls::Error::InvalidCertificate(why)) = error.downcast_ref() {
        return Some(Failure::Certificate(why.to_string()));
    }
    match error.downcast_ref::<io::Error>()?.kind() {
        ErrorKind::ConnectionRefused => Some(Failure::Refused),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Some(Failure::NoNetwork)
        }
        ErrorKind::TimedOut => Some(Failure::Timeout),
        _ => None,
    }
}
