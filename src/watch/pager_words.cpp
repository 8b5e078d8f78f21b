#include "watch/pager_words.h"

#include <fmt/format.h>

#include "http/small_page.h"

namespace courtesy {
namespace {

constexpr std::size_t most_bytes = 600;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

http::Response page(int status, std::string_view body) {
  return http::small_page(status, "A page from Courtesy", body);
}

}  // namespace

std::string words_of(std::span<const Page> pages) {
  std::string words = pages.size() > 1 ? fmt::format("{} things are wrong. ", pages.size()) : "";
  std::size_t told = 0;
  for (const Page& page : pages) {
    const std::string sentence = page.words + (page.over_at ? " It is over meanwhile. " : " ");
    if (words.size() + sentence.size() > most_bytes) break;
    words += sentence;
    ++told;
  }
  if (told < pages.size()) words += fmt::format("And {} more. ", pages.size() - told);
  if (!words.empty()) words.pop_back();
  return words;
}

std::string text_words(const std::string& words, const std::string& link) {
  return fmt::format("Courtesy: {} Reply OK to acknowledge, or open {}", words, link);
}

std::string mail_words(const std::string& words, const std::string& link) {
  return fmt::format(
      "{}\n\nTo acknowledge it, open this and press the button:\n{}\n\nUntil somebody does, the operators are rung in "
      "turn. What to do is told in docs/runbook/you-were-paged.md.\n",
      words, link);
}

bool is_acknowledgement(std::string_view reply) {
  std::string letters;
  for (const char c : reply) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  for (const std::string_view word : {"ok", "okay", "1", "ack", "yes"}) {
    if (letters == word) return true;
  }
  return false;
}

http::Response ask_page(const std::string& words) {
  return page(200, "<h1>Something is wrong</h1><p>" + escaped(words) +
                       "</p><form method=post><button>I take care of it</button></form>");
}

http::Response said_page(int status, std::string_view heading) {
  return page(status, fmt::format("<h1>{}</h1>", escaped(heading)));
}

}  // namespace courtesy
