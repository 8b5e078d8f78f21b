#include "mail/compose.h"

#include <algorithm>

#include "base/bytes.h"

namespace courtesy::mail {
namespace {

constexpr std::size_t longest_line = 998;       // RFC 5322 §2.1.1
constexpr std::size_t good_line = 76;           // what quoted-printable and base64 may have at most
constexpr std::size_t encoded_word_bytes = 45;  // 60 characters of base64 and 12 around them: at most 75 (RFC 2047 §2)

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}
bool is_letter_or_digit(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool ends_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// Atoms with dots between them; `marks` are allowed beside letters and digits.
bool is_dotted(std::string_view text, std::string_view marks) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return c == '.' || is_letter_or_digit(static_cast<unsigned char>(c)) || marks.find(c) != std::string_view::npos;
  });
}

constexpr std::string_view atom_marks = "!#$%&'*+-/=?^_`{|}~";

bool is_left_at_right(std::string_view text, std::string_view domain_marks) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > 254 || at > 64) return false;
  return is_dotted(text.substr(0, at), atom_marks) && is_dotted(text.substr(at + 1), domain_marks);
}

bool is_message_id(std::string_view text) {
  if (text.size() < 2 || text.front() != '<' || text.back() != '>') return false;
  return is_left_at_right(text.substr(1, text.size() - 2), atom_marks);
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/// Made here, or another way to name recipients.
bool is_ours(std::string_view name) {
  constexpr std::string_view ours[] = {"from",         "to",          "cc",         "bcc",
                                       "subject",      "date",        "message-id", "mime-version",
                                       "content-type", "return-path", "sender",     "content-transfer-encoding",
                                       "resent-to",    "resent-cc",   "resent-bcc"};
  return std::find(std::begin(ours), std::end(ours), lower(name)) != std::end(ours);
}

/// At most `most` bytes from the beginning of `text`, and no character cut in two.
std::string_view whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > most - 4 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

/// Encoded words, a line each but the first.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view piece = whole_characters(text, encoded_word_bytes);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base64(piece) + "?=";
    text.remove_prefix(piece.size());
  }
  return out;
}

bool needs_encoding(std::string_view text) {
  const bool looks_encoded = text.find("=?") != std::string_view::npos;
  return looks_encoded || std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c > '~'; });
}

/// Breaks lines at single spaces between words, where a header may be folded without changing what it says.
std::string folded(std::string_view name, std::string_view value) {
  std::string out = std::string(name) + ": ";
  std::size_t column = out.size();
  while (true) {
    const std::size_t space = value.find(' ', 1);
    const std::string_view word = value.substr(0, space);
    const bool foldable = word.size() > 1 && word.front() == ' ' && word[1] != ' ';
    if (foldable && column + word.size() > good_line) {
      out += "\r\n";
      column = 0;
    }
    out += word;
    column += word.size();
    if (space == std::string_view::npos) return out + "\r\n";
    value.remove_prefix(space);
  }
}

std::string header(std::string_view name, std::string_view value) {
  if (!needs_encoding(value)) return folded(name, value);
  // The first word stands in the second line, where it has room whatever the name.
  return std::string(name) + ":\r\n " + encoded_words(value) + "\r\n";
}

std::string mailbox(const std::string& name, const std::string& address) {
  if (name.empty()) return address;
  if (needs_encoding(name)) return encoded_words(name) + "\r\n <" + address + ">";
  std::string quoted;
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return '"' + quoted + "\" <" + address + ">";
}

/// LF as CRLF would be read by it; a CR of the text's own before an LF is part of that line end.
std::string with_plain_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out;
}

std::string as_quoted(unsigned char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {'=', digits[c >> 4], digits[c & 15]};
}

/// RFC 2045 §6.7.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool last_of_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool blank = (c == ' ' || c == '\t') && !last_of_line;
    // A line that begins with "From " or a dot is altered by some who pass it on.
    const bool altered = column == 0 && (c == '.' || text.substr(i, 5) == "From ");
    const bool plain = (c > ' ' && c <= '~' && c != '=' && !altered) || blank;
    const std::string piece = plain ? std::string(1, text[i]) : as_quoted(c);
    if (column + piece.size() > good_line - 1) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  return out;
}

std::string base64_lines(std::string_view text) {
  std::string with_ends;
  for (const char c : text) with_ends += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const std::string encoded = base64(with_ends);
  std::string out;
  for (std::size_t at = 0; at < encoded.size(); at += good_line) out += encoded.substr(at, good_line) + "\r\n";
  return out;
}

std::string body(std::string_view text) {
  const std::string plain = with_plain_ends(text);
  const std::string quoted = quoted_printable(plain);
  const std::string encoded = base64_lines(plain);
  const bool shorter = is_ascii(plain) || quoted.size() <= encoded.size();
  return std::string("Content-Transfer-Encoding: ") + (shorter ? "quoted-printable" : "base64") + "\r\n\r\n" +
         (shorter ? quoted : encoded);
}

Result<void> check(const Message& message) {
  if (!is_address(message.from)) return invalid("from: not one address such as reminders@clinic.example");
  if (!is_address(message.to)) return invalid("to: not one address such as ana@example.com");
  if (!is_message_id(message.message_id)) return invalid("message_id: not of the form <token@domain>");
  if (ends_line(message.from_name)) return invalid("from_name: a line end or NUL; leave it out");
  if (ends_line(message.subject)) return invalid("subject: a line end or NUL; leave it out");
  for (const auto& [name, value] : message.headers) {
    if (!is_header_name(name)) return invalid("headers: a name that is none; letters, digits and - are safe");
    if (is_ours(name)) return invalid("headers: " + name + " is made from the message itself; leave it out");
    if (ends_line(value)) return invalid("headers: a line end or NUL in " + name + "; leave it out");
  }
  return {};
}

bool too_long(std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    if (end > longest_line) return true;
    head.remove_prefix(end + 2);
  }
  return false;
}

}  // namespace

bool is_address(std::string_view text) { return is_left_at_right(text, "-"); }

Result<std::string> compose(const Message& message, Instant date) {
  TRY(check(message));
  std::string head = "Date: " + to_rfc2822(date) + "\r\n";
  head += "From: " + mailbox(message.from_name, message.from) + "\r\n";
  head += "To: " + message.to + "\r\n";
  head += header("Subject", message.subject);
  head += "Message-ID: " + message.message_id + "\r\n";
  for (const auto& [name, value] : message.headers) head += header(name, value);
  if (too_long(head)) return invalid("headers: a word longer than 900 bytes, which no line can hold; shorten it");
  head += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  return head + body(message.text);
}

}  // namespace courtesy::mail
