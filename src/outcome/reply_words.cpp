#include "outcome/reply_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace courtesy {
namespace {

constexpr std::size_t most_words = 400;
constexpr std::size_t most_bytes = 8000;

std::uint32_t next_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(0);
  const std::size_t size = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  if (size > text.size()) {
    text = {};
    return 0xfffd;
  }
  std::uint32_t point = size == 1 ? first : first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) point = (point << 6) | (byte(i) & 0x3f);
  text.remove_prefix(size);
  return point;
}

void append_point(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  }
}

bool between(std::uint32_t point, std::uint32_t first, std::uint32_t last) { return point >= first && point <= last; }

/// U+00C0 to U+00FF without their accents; `*` is a sign.
constexpr std::string_view latin =
    "aaaaaaaceeeeiiii"
    "dnooooo*ouuuuypsaaaaaaaceeeeiiii"
    "dnooooo*ouuuuypy";

enum class Kind { letter, dropped, mark, question, quote, space, thumbs_up, smile, picture };

struct Sign {
  Kind kind;
  std::uint32_t point = 0;  ///< of a letter, folded
  bool upper = false;
};

Sign ascii(std::uint32_t point) {
  if (between(point, 'a', 'z') || between(point, '0', '9')) return {Kind::letter, point};
  if (between(point, 'A', 'Z')) return {Kind::letter, point - 'A' + 'a', true};
  switch (point) {
    case '\'':
    case '`': return {Kind::dropped};
    case '"': return {Kind::quote};
    case '?': return {Kind::question};
    case ',': return {Kind::mark, ','};
    case '.':
    case '!':
    case ';':
    case ':':
    case '\n':
    case '\r':
    case '(':
    case ')': return {Kind::mark, '.'};
    default: return {Kind::space, point};
  }
}

Sign picture(std::uint32_t point) {
  if (between(point, 0x1f3fb, 0x1f3ff)) return {Kind::dropped};  // skin tones
  switch (point) {
    case 0x1f44d:
    case 0x1f44c:
    case 0x2705:
    case 0x2714:
    case 0x2611: return {Kind::thumbs_up};
    case 0x1f64f:
    case 0x2764:
    case 0x1f389:
    case 0x263a:
    case 0x1f499:
    case 0x1f49a:
    case 0x1f495:
    case 0x1f917:
    case 0x1f60a:
    case 0x1f642:
    case 0x1f60d:
    case 0x1f618:
    case 0x1f60e:
    case 0x1f970: return {Kind::smile};
    default: break;
  }
  if (between(point, 0x1f600, 0x1f606)) return {Kind::smile};  // plain laughing and smiling faces
  return {Kind::picture};
}

Sign sign_of(std::uint32_t point) {
  if (point < 0x80) return ascii(point);
  if (between(point, 0xff01, 0xff5e)) return ascii(point - 0xff01 + 0x21);  // full-width
  if (between(point, 0xc0, 0xff)) {
    const char folded = latin[point - 0xc0];
    if (folded == '*') return {Kind::space};
    return {Kind::letter, static_cast<std::uint32_t>(folded), between(point, 0xc0, 0xde)};
  }
  if (between(point, 0x300, 0x36f) || between(point, 0xfe00, 0xfe0f) || between(point, 0x200b, 0x200f) ||
      point == 0xfeff || point == 0x2640 || point == 0x2642) {
    return {Kind::dropped};  // combining accents, variants, invisible ones, the sex of a picture
  }
  switch (point) {
    case 0x2018:
    case 0x2019:
    case 0x00b4:
    case 0x02bc: return {Kind::dropped};  // apostrophes
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x00ab:
    case 0x00bb: return {Kind::quote};
    case 0x00bf: return {Kind::question};
    case 0x2026:
    case 0x3002:
    case 0x2014: return {Kind::mark, '.'};
    default: break;
  }
  if (point >= 0x1f000 || between(point, 0x2190, 0x2bff)) return picture(point);
  if (between(point, 0x80, 0xbf) || between(point, 0x2000, 0x206f)) return {Kind::space};
  return {Kind::letter, point};
}

bool begins(std::string_view line, std::string_view with) {
  if (line.size() < with.size()) return false;
  return std::equal(with.begin(), with.end(), line.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

/// Without the lines that a phone or mail program adds: a signature and what comes behind it, quoted lines.
std::string without_signature(std::string_view text) {
  constexpr std::array<std::string_view, 8> signatures{"sent from",     "sent via",    "get outlook",    "sent by my",
                                                       "enviado desde", "enviado con", "enviado por mi", "-- "};
  std::string kept;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto start = line.find_first_not_of(" \t\r");
    if (start != std::string_view::npos) line.remove_prefix(start);
    const bool signature =
        std::any_of(signatures.begin(), signatures.end(), [&](std::string_view with) { return begins(line, with); });
    const bool quoted_below = begins(line, "on ") && line.find("wrote:") != std::string_view::npos;
    if (signature || quoted_below) break;
    if (!line.starts_with('>')) (kept += line) += '\n';
  }
  return kept;
}

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  ReplyWords run() {
    bool any_small = false;
    while (!text_.empty() && read_.words.size() < most_words) {
      const Sign sign = sign_of(next_point(text_));
      any_small |= sign.kind == Kind::letter && !sign.upper && between(sign.point, 'a', 'z');
      take(sign);
    }
    flush();
    // A quotation without an end was none.
    if (quote_begin_ && !quote_closed_) read_.any_quote = false;
    tidy();
    read_.all_capitals = !any_small;
    return std::move(read_);
  }

 private:
  void take(const Sign& sign) {
    switch (sign.kind) {
      case Kind::dropped: return;
      case Kind::letter:
        if (sign.upper) ++uppers_;
        if (!sign.upper && between(sign.point, 'a', 'z')) ++lowers_;
        append_point(word_, sign.point);
        return;
      case Kind::mark: return mark(sign.point == ',' ? "," : ".");
      case Kind::question: read_.question = true; return mark("?");
      case Kind::quote: return quote();
      case Kind::space:
        flush();
        if (sign.point == '#') add("number");
        if (sign.point == '&') add("and");
        return;
      case Kind::thumbs_up: return add("thumbsup");
      case Kind::smile: return add("smile");
      case Kind::picture: return add("picture");
    }
  }

  void flush() {
    if (word_.empty()) return;
    read_.words.push_back({std::move(word_), uppers_ >= 2 && lowers_ == 0});
    word_.clear();
    uppers_ = 0;
    lowers_ = 0;
  }

  void add(std::string word) {
    flush();
    read_.words.push_back({std::move(word)});
  }

  void mark(std::string which) {
    flush();
    if (!read_.words.empty() && read_.words.back().is_mark()) {
      if (which == "?") read_.words.back().text = which;
      return;
    }
    if (!read_.words.empty()) read_.words.push_back({std::move(which)});
  }

  /// A long quotation is ours or somebody's, not the writer's word; a short one ("C") is how they write an answer.
  void quote() {
    flush();
    read_.any_quote = true;
    if (!quote_begin_) {
      quote_begin_ = read_.words.size();
      quote_closed_ = false;
      return;
    }
    quote_closed_ = true;
    constexpr std::size_t few = 4;
    if (read_.words.size() > *quote_begin_ + few) {
      read_.quotes = true;
      read_.words.resize(*quote_begin_);
    }
    quote_begin_.reset();
  }

  void tidy() {
    auto& words = read_.words;
    while (!words.empty() && words.back().is_mark()) words.pop_back();
  }

  std::string_view text_;
  ReplyWords read_;
  std::string word_;
  int uppers_ = 0;
  int lowers_ = 0;
  std::optional<std::size_t> quote_begin_;
  bool quote_closed_ = true;
};

}  // namespace

ReplyWords read_words(std::string_view text) {
  const std::string kept = without_signature(text.substr(0, most_bytes));
  return Words(kept).run();
}

}  // namespace courtesy
