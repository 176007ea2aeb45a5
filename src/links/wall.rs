//! Walls: what a server shows to a machine in place of the page. Behind one nothing is known of the page, neither that
//! it is there nor that it is gone.
//!
//! The signs are those that the makers of the walls document or that their pages bear; a sign that also stands in pages
//! that were let through counts only where there is hardly any text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Answer, Reply};

/// What stands between a page and its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "whose", rename_all = "kebab-case")]
pub enum Barrier {
    /// It tries to tell people from machines; whose product it is.
    Wall(String),
    /// Only who pays may read it.
    Paywall,
    /// Only who is known may read it.
    Login,
}

/// A header that only a wall sends: its name, a part of its value, and whose it is.
const HEADERS: &[(&str, &str, &str)] = &[
    ("cf-mitigated", "", "Cloudflare"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-vercel-mitigated", "", "Vercel"),
    ("x-sucuri-block", "", "Sucuri"),
    ("x-datadome-response", "403", "DataDome"),
    ("x-dd-b", "", "DataDome"),
    ("x-px-block", "", "PerimeterX"),
    ("x-kpsdk-ct", "", "Kasada"),
    ("x-distil-cs", "bypass", "Imperva"),
];

/// A header that a wall's maker puts on every page; with a refusal it was the wall that refused.
const KEEPERS: &[(&str, &str, &str)] = &[
    ("server", "cloudflare", "Cloudflare"),
    ("cf-ray", "", "Cloudflare"),
    ("server", "akamaighost", "Akamai"),
    ("server", "akamainetstorage", "Akamai"),
    ("x-iinfo", "", "Imperva"),
    ("x-cdn", "incapsula", "Imperva"),
    ("x-cdn", "imperva", "Imperva"),
    ("x-datadome", "", "DataDome"),
    ("x-px", "", "PerimeterX"),
    ("server", "ddos-guard", "DDoS-Guard"),
    ("server", "sucuri", "Sucuri"),
    ("server", "cloudfront", "CloudFront"),
    ("x-amz-cf-id", "", "CloudFront"),
    ("server", "bigip", "F5"),
];

/// What the titles of walls begin with, in small letters.
const TITLES: &[(&str, &str)] = &[
    ("just a moment", "Cloudflare"),
    ("attention required! | cloudflare", "Cloudflare"),
    ("please wait... | cloudflare", "Cloudflare"),
    ("ddos-guard", "DDoS-Guard"),
    ("access to this page has been denied", "PerimeterX"),
    ("pardon our interruption", "Imperva"),
    ("vercel security checkpoint", "Vercel"),
    ("sucuri website firewall", "Sucuri"),
    ("making sure you're not a bot", "Anubis"),
    ("making sure you’re not a bot", "Anubis"),
    ("client challenge", "Fastly"),
    ("jstor: access check", "JSTOR"),
    ("radware", "Radware"),
    ("request rejected", "F5"),
    ("human verification", "AWS WAF"),
    ("robot or human", "a captcha"),
    ("are you a robot", "a captcha"),
    ("are you human", "a captcha"),
    ("verify you are human", "a captcha"),
    ("verifying you are human", "a captcha"),
    ("captcha", "a captcha"),
    ("security check", "a captcha"),
    ("bot verification", "a captcha"),
    ("checking your browser", "a captcha"),
    ("unusual traffic", "a captcha"),
];

/// Titles that a wall shares with other refusals: they count with little text, or together with a refusal.
const PLAIN_TITLES: &[&str] = &[
    "access denied",
    "blocked",
    "forbidden",
    "error: access denied",
];

/// A body with one of these is a wall if it has hardly any text.
const MARKS: &[(&str, &str)] = &[
    ("/cdn-cgi/challenge-platform/", "Cloudflare"),
    ("cf-browser-verification", "Cloudflare"),
    ("cf_chl_opt", "Cloudflare"),
    ("_incapsula_resource", "Imperva"),
    ("incapsula incident id", "Imperva"),
    ("captcha-delivery.com", "DataDome"),
    ("px-captcha", "PerimeterX"),
    ("window._pxappid", "PerimeterX"),
    ("awswafcookiedomainlist", "AWS WAF"),
    ("token.awswaf.com", "AWS WAF"),
    ("gokuprops", "AWS WAF"),
    ("errors.edgesuite.net", "Akamai"),
    ("sec-if-cpt-container", "Akamai"),
    ("bm-verify", "Akamai"),
    ("/_sec/cp_challenge/", "Akamai"),
    ("ips.js?kpsdk", "Kasada"),
    ("g-recaptcha", "a captcha"),
    ("h-captcha", "a captcha"),
    ("hcaptcha.com/1/api.js", "a captcha"),
    ("cf-turnstile", "a captcha"),
    ("geetest", "a captcha"),
];

/// What a page says that shows the beginning of an article only; counts with little text.
const PAYWALLS: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read the full",
    "subscribe to unlock",
    "this content is for subscribers",
    "this article is for subscribers",
    "<title>subscribe to read",
    "log in to continue reading",
    "register to continue reading",
    "create a free account to continue",
    "your limit of free articles",
    "already a subscriber?",
    "weiterlesen mit",
    "jetzt abonnieren und weiterlesen",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "réservée aux abonnés",
    "réservée à nos abonnés",
    "contenido exclusivo para suscriptores",
    "solo para suscriptores",
    "contenuto riservato agli abbonati",
    "alleen voor abonnees",
    "会員限定記事",
    "有料会員限定",
];

/// A wall has at most this many words.
const WORDS_OF_A_WALL: usize = 120;

/// A teaser of an article has at most this many words.
const WORDS_OF_A_TEASER: usize = 400;

/// Folders and names of hosts to which one is sent to say who one is.
const LOGINS: &[&str] = &[
    "login",
    "signin",
    "sign-in",
    "sign_in",
    "logon",
    "sso",
    "oauth",
    "oauth2",
    "authorize",
    "authenticate",
    "consent",
    "collectconsent",
    "zustimmung",
    "accounts",
    "idp",
    "shibboleth",
    "saml2",
    "cas",
    "login.aspx",
    "login.php",
    "login.jsp",
    "login.html",
    "wp-login.php",
    "servicelogin",
    // What the platform of many journals shows to whoever brings no cookie back.
    "cookieabsent",
    "showlogin",
];

/// What stands before the page that answered, if anything does.
pub fn barrier(reply: &Reply, answer: &Answer) -> Option<Barrier> {
    let wall = |whose: &str| Some(Barrier::Wall(whose.to_owned()));
    let refused = matches!(answer.status, 202 | 401 | 403 | 405 | 406 | 429 | 503);
    if let Some(whose) = named(answer, HEADERS) {
        return wall(whose);
    }
    // LinkedIn has a status of its own.
    if answer.status == 999 {
        return wall("LinkedIn");
    }
    let page = answer.page.as_ref();
    let few = page.is_none_or(|page| page.words <= WORDS_OF_A_WALL);
    let titles = || {
        page.filter(|_| few)
            .into_iter()
            .flat_map(|page| &page.titles)
    };
    if let Some(whose) = titles().find_map(|title| of_title(title)) {
        return wall(whose);
    }
    let keeper = named(answer, KEEPERS)
        .filter(|_| few && (refused || titles().any(|title| is_plain(title))));
    if let Some(whose) = keeper {
        return wall(whose);
    }
    if is_captcha(&answer.address) {
        return wall("a captcha");
    }
    if is_login(&answer.address) && !is_login(&reply.address) {
        return Some(Barrier::Login);
    }
    answer.page.as_ref()?.barrier.clone()
}

/// What the body of a page shows: its source, how many words a reader sees, and its titles.
pub(super) fn in_body(source: &str, words: usize, titles: &[String]) -> Option<Barrier> {
    if words > WORDS_OF_A_TEASER {
        return None;
    }
    let source = source.to_lowercase();
    let has = |mark: &str| source.contains(mark);
    if words <= WORDS_OF_A_WALL {
        // A short page with a captcha may be a form at the end of a note: its title says more.
        let told = titles
            .iter()
            .any(|title| title.split_whitespace().count() > 5);
        let mark = MARKS.iter().find(|(mark, _)| has(mark));
        if let Some((_, whose)) = mark.filter(|(_, whose)| !(told && *whose == "a captcha")) {
            return Some(Barrier::Wall((*whose).to_owned()));
        }
    }
    PAYWALLS
        .iter()
        .any(|mark| has(mark))
        .then_some(Barrier::Paywall)
}

fn named(answer: &Answer, signs: &'static [(&str, &str, &str)]) -> Option<&'static str> {
    let has = |(name, part, _): &&(&str, &str, &str)| {
        let mut headers = answer.headers.iter();
        headers.any(|(header, value)| header == name && value.to_ascii_lowercase().contains(part))
    };
    signs.iter().find(has).map(|(_, _, whose)| *whose)
}

fn of_title(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    // `Captcha` alone is a wall; “Captchas and their makers” is an article.
    let begins = |sign: &str| {
        title.strip_prefix(sign).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) && rest.split_whitespace().count() <= 4
        })
    };
    TITLES
        .iter()
        .find(|(sign, _)| begins(sign))
        .map(|(_, whose)| *whose)
}

fn is_plain(title: &str) -> bool {
    let title = title.to_lowercase();
    PLAIN_TITLES.contains(&title.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// `https://www.google.com/sorry/index?continue=…`
fn is_captcha(address: &Url) -> bool {
    let mut segments = address.path_segments().into_iter().flatten();
    segments.any(|segment| {
        matches!(
            segment,
            "sorry" | "captcha" | "recaptcha" | "validateCaptcha"
        )
    })
}

/// Whether an address is that of a place to say who one is.
fn is_login(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default().split('.').next();
    let segments = address.path_segments().into_iter().flatten();
    segments
        .chain(host)
        .any(|part| LOGINS.contains(&part.to_ascii_lowercase().as_str()))
}
