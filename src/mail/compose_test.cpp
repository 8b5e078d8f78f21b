#include "mail/compose.h"

#include <doctest/doctest.h>

#include "base/bytes.h"

using namespace courtesy;
using namespace courtesy::mail;

namespace {

const Instant date = parse_instant("2026-11-25T17:00:00Z").value();

Message ordinary() {
  return {.from = "reminders@clinic.example",
          .from_name = "Oak Clinic",
          .to = "ana@example.com",
          .subject = "Your appointment",
          .message_id = "<t0k3n@clinic.example>",
          .headers = {{"Reply-To", "desk@clinic.example"}},
          .text = "Hello Ana,\nuntil Thursday.\n"};
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string composed(const Message& message) { return compose(message, date).value(); }
std::string body_of(const std::string& composed) { return composed.substr(composed.find("\r\n\r\n") + 4); }

/// What RFC 2045 §6.7 says a reader makes of it.
std::string from_quoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.substr(i + 1, 2) == "\r\n") {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

/// Every line ends with CRLF, neither character stands alone, and no line is longer than 78.
void check_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    REQUIRE(end != std::string_view::npos);
    CHECK(end <= 78);
    CHECK(text.substr(0, end).find_first_of("\r\n") == std::string_view::npos);
    text.remove_prefix(end + 2);
  }
}

}  // namespace

TEST_CASE("an ordinary message is written as RFC 5322 says") {
  CHECK(composed(ordinary()) ==
        "Date: Wed, 25 Nov 2026 17:00:00 +0000\r\n"
        "From: \"Oak Clinic\" <reminders@clinic.example>\r\n"
        "To: ana@example.com\r\n"
        "Subject: Your appointment\r\n"
        "Message-ID: <t0k3n@clinic.example>\r\n"
        "Reply-To: desk@clinic.example\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Hello Ana,\r\nuntil Thursday.\r\n");
}

TEST_CASE("a line end in any header value is refused, and the refusal does not quote it") {
  for (const std::string& end : {std::string("\r\n"), std::string("\n"), std::string("\r"), std::string(1, '\0')}) {
    const std::string bad = "x" + end + "Bcc: eve@example.com";
    for (int field = 0; field < 6; ++field) {
      Message message = ordinary();
      std::string* fields[] = {&message.from,    &message.to,         &message.from_name,
                               &message.subject, &message.message_id, &message.headers[0].second};
      *fields[field] = bad;
      const auto result = compose(message, date);
      REQUIRE_FALSE(result.ok());
      CHECK_FALSE(contains(result.error().message, "eve"));
    }
    Message message = ordinary();
    message.headers[0].first = bad;
    CHECK_FALSE(compose(message, date).ok());
  }
}

TEST_CASE("an address is one mailbox and nothing else") {
  for (const auto* good : {"a@b", "ana.b+c@example.com", "o'neil@sub.example-1.org"}) CHECK(is_address(good));
  for (const auto* bad :
       {"",        "a",           "@b",      "a@",      "a@b@c", "a,b@c",  "a b@c", "a@b c",         "<a@b>",
        "\"a\"@b", "a@[1.2.3.4]", "a@b,c@d", "a@b\r\n", ".a@b",  "a..b@c", "a@b.",  "jos\xc3\xa9@b", "a@b>x",
        "a(b)@c",  "a;b@c"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_address(bad));
  }
  CHECK_FALSE(is_address("a@" + std::string(253, 'b')));
}

TEST_CASE("a header that is made here cannot be given another time") {
  for (const auto* name : {"Bcc", "to", "CC", "Date", "Content-Type", "X Y", "X:", ""}) {
    Message message = ordinary();
    message.headers = {{name, "x"}};
    CHECK_FALSE(compose(message, date).ok());
  }
}

TEST_CASE("headers that are not ASCII become encoded words of whole characters") {
  Message message = ordinary();
  message.subject =
      "Votre rendez-vous chez l'orthodontiste est confirm\xc3\xa9 \xe2\x80\x94 \xc3\xa0 jeudi \xe2\x82\xac";
  message.from_name = "Cl\xc3\xadnica Ol\xc3\xa9";
  const std::string text = composed(message);
  check_lines(text);
  CHECK(contains(text, "From: =?UTF-8?B?Q2zDrW5pY2EgT2zDqQ==?=\r\n <reminders@clinic.example>\r\n"));
  std::string decoded;
  std::size_t at = text.find("Subject:");
  const std::size_t end = text.find("Message-ID:");
  while ((at = text.find("=?UTF-8?B?", at)) < end) {
    const std::size_t stop = text.find("?=", at);
    const std::string word = from_base64(text.substr(at + 10, stop - at - 10)).value();
    CHECK((static_cast<unsigned char>(word[0]) & 0xc0) != 0x80);
    decoded += word;
    at = stop;
  }
  CHECK(decoded == message.subject);
}

TEST_CASE("text that looks encoded is encoded, so that it is read as it was written") {
  Message message = ordinary();
  message.subject = "=?UTF-8?B?ZXZl?=";
  CHECK(contains(composed(message), "Subject:\r\n =?UTF-8?B?PT9VVEYtOD9CP1pYWmw/PQ==?=\r\n"));
}

TEST_CASE("a name is quoted so that it cannot end early") {
  Message message = ordinary();
  message.from_name = "Dr. \"Tooth\" \\ <eve@example.com>, Oak";
  CHECK(contains(composed(message),
                 "From: \"Dr. \\\"Tooth\\\" \\\\ <eve@example.com>, Oak\" <reminders@clinic.example>\r\n"));
}

TEST_CASE("long headers are folded at spaces; a word that no line can hold is refused") {
  Message message = ordinary();
  for (int i = 0; i < 30; ++i) message.subject += " word" + std::to_string(i);
  const std::string text = composed(message);
  check_lines(text);
  std::string unfolded = text;
  for (std::size_t at = 0; (at = unfolded.find("\r\n ")) != std::string::npos;) unfolded.erase(at, 2);
  CHECK(contains(unfolded, "Subject: " + message.subject + "\r\n"));
  message.headers = {{"List-Unsubscribe", "<https://clinic.example/u/" + std::string(900, 'x') + ">"}};
  CHECK(compose(message, date).ok());
  message.headers = {{"List-Unsubscribe", "<https://clinic.example/u/" + std::string(1'000, 'x') + ">"}};
  CHECK_FALSE(compose(message, date).ok());
}

TEST_CASE("a body is read as it was written, whatever is in it") {
  const std::string long_line(300, 'x');
  for (const std::string& written : {std::string("one = 1 \n.\n..\n\ttab\t\nFrom me\n"), long_line + " " + long_line,
                                     std::string("caf\xc3\xa9\n\n\n"), std::string("a\r\nb\rc\n"), std::string()}) {
    Message message = ordinary();
    message.text = written;
    const std::string text = composed(message);
    check_lines(text);
    CHECK(contains(text, "quoted-printable"));
    std::string expected;
    for (std::size_t i = 0; i < written.size(); ++i) {
      if (written[i] == '\r' && written.substr(i, 2) == "\r\n") continue;
      expected += written[i] == '\n' ? std::string("\r\n") : std::string(1, written[i]);
    }
    if (!written.empty() && written.back() != '\n') expected += "\r\n";
    CHECK(from_quoted(body_of(text)) == expected);
    CHECK_FALSE(contains(text, "\r\n.\r\n"));
  }
}

TEST_CASE("a body of mostly other letters goes as base64, which is shorter") {
  Message message = ordinary();
  message.text.clear();
  for (int i = 0; i < 60; ++i) message.text += "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82\n";
  const std::string text = composed(message);
  check_lines(text);
  CHECK(contains(text, "Content-Transfer-Encoding: base64\r\n"));
  std::string encoded = body_of(text);
  for (std::size_t at = 0; (at = encoded.find("\r\n")) != std::string::npos;) encoded.erase(at, 2);
  CHECK(from_base64(encoded).value().substr(0, 14) == message.text.substr(0, 12) + "\r\n");
}
