//! Titles that say that there is no page, in the main languages.

/// What such a title says. It is compared without case; a phrase of a few words may stand anywhere in the title.
const PHRASES: &[&str] = &[
    "page not found",
    "page was not found",
    "page could not be found",
    "page cannot be found",
    "page can't be found",
    "page can’t be found",
    "page does not exist",
    "page doesn't exist",
    "page doesn’t exist",
    "page no longer exists",
    "page is no longer available",
    "page you requested",
    "page you are looking for",
    "page you were looking for",
    "page you’re looking for",
    "page you're looking for",
    "page isn't available",
    "page isn’t available",
    "page unavailable",
    "page is not available",
    "page has been removed",
    "page missing",
    "missing page",
    "no page found",
    "no such page",
    "content not found",
    "content no longer available",
    "article not found",
    "story not found",
    "document not found",
    "file not found",
    "file or directory not found",
    "resource not found",
    "url not found",
    "item not found",
    "record not found",
    "post not found",
    "product not found",
    "object not found",
    "we can't find",
    "we can’t find",
    "we couldn't find",
    "we couldn’t find",
    "nothing found",
    "nothing was found",
    "http 404",
    "error 404",
    "404 error",
    "404 not found",
    "404 page",
    "404: ",
    "404 - ",
    "http status 404",
    "server error in '/' application",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "seite konnte nicht gefunden",
    "seite existiert nicht",
    "seite nicht vorhanden",
    "seite ist nicht verfügbar",
    "inhalt nicht gefunden",
    "fehler 404",
    "artikel nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "page n'existe pas",
    "page n’existe pas",
    "page inexistante",
    "erreur 404",
    "contenu introuvable",
    "document introuvable",
    "página no encontrada",
    "pagina no encontrada",
    "página no existe",
    "no se encontró la página",
    "no se ha encontrado",
    "página no disponible",
    "contenido no encontrado",
    "error 404",
    "pagina non trovata",
    "pagina inesistente",
    "pagina non è stata trovata",
    "errore 404",
    "página não encontrada",
    "página não existe",
    "não encontrado",
    "erro 404",
    "pagina niet gevonden",
    "pagina bestaat niet",
    "niet gevonden",
    "sidan hittades inte",
    "sidan finns inte",
    "sidan kunde inte hittas",
    "siden blev ikke fundet",
    "siden findes ikke",
    "siden ble ikke funnet",
    "siden finnes ikke",
    "fant ikke siden",
    "sivua ei löytynyt",
    "sivua ei löydy",
    "nie znaleziono strony",
    "strona nie została znaleziona",
    "strona nie istnieje",
    "błąd 404",
    "stránka nenalezena",
    "stránka nebyla nalezena",
    "stránka sa nenašla",
    "az oldal nem található",
    "pagina nu a fost găsită",
    "stranica nije pronađena",
    "страница не найдена",
    "страница не существует",
    "ошибка 404",
    "сторінку не знайдено",
    "сторінка не знайдена",
    "η σελίδα δεν βρέθηκε",
    "sayfa bulunamadı",
    "الصفحة غير موجودة",
    "לא נמצא",
    "صفحه یافت نشد",
    "ページが見つかりません",
    "ページは見つかりません",
    "お探しのページ",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "找不到网页",
    "您访问的页面",
    "頁面不存在",
    "找不到網頁",
    "找不到頁面",
    "페이지를 찾을 수 없",
    "존재하지 않는 페이지",
    "halaman tidak ditemukan",
    "không tìm thấy trang",
    "ไม่พบหน้า",
];

/// Words of which a short title of this kind is made, such as “404 – not found” or “Oops!”.
const WORDS: &[&str] = &[
    "404", "410", "error", "not", "found", "page", "http", "status", "code", "oops", "sorry",
    "gone", "notfound", "fehler", "erreur", "errore", "erro",
];

/// A longer title is that of an article about such pages.
const LONGEST: usize = 110;

/// Whether a title says that there is no page.
pub(super) fn says_not_found(title: &str) -> bool {
    if title.chars().count() > LONGEST {
        return false;
    }
    let title = title.to_lowercase();
    title
        .split(['|', '–', '—', '»', '·'])
        .flat_map(|part| part.split(" - "))
        .any(is_said_by)
        || PHRASES
            .iter()
            .filter(|phrase| phrase.starts_with("404"))
            .any(|phrase| title.trim_start().starts_with(phrase))
}

/// Whether one part of a title does, such as the one before the name of the site.
fn is_said_by(part: &str) -> bool {
    let part = part.trim();
    let mut words = part
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let tells = |word: &str| matches!(word, "404" | "410" | "found" | "notfound" | "gone");
    let short = words.peek().is_some()
        && words.clone().all(|word| WORDS.contains(&word))
        && words.clone().any(tells);
    // `Gone` alone and `Found` alone may be novels.
    let is_alone = words.clone().count() == 1
        && !words
            .clone()
            .any(|word| matches!(word, "404" | "410" | "notfound"));
    let says = PHRASES
        .iter()
        .any(|phrase| part.contains(phrase) && part.chars().count() <= phrase.chars().count() + 45);
    (short && !is_alone) || says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_say_so() {
        for title in [
            "404",
            "Page Not Found | Harbour News",
            "Harbour News – 404 Not Found",
            "Oops! That page can’t be found.",
            "Sorry, the page you were looking for doesn't exist",
            "Error 404 (Not Found)!!1",
            "Seite nicht gefunden - Hafenblatt",
            "Страница не найдена",
            "ページが見つかりません。",
            "404 - Harbour News",
        ] {
            assert!(says_not_found(title), "{title}");
        }
    }

    #[test]
    fn titles_that_do_not() {
        for title in [
            "Gone",
            "Lost and Found",
            "Route 404 to Be Widened",
            "Harbour News",
            "Tolls rise in the harbour",
            "Page not found: how whole archives of local newspapers vanished from the Web in a single decade of neglect",
            "",
        ] {
            assert!(!says_not_found(title), "{title}");
        }
    }
}
