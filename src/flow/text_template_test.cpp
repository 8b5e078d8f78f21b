#include "flow/text_template.h"

#include <doctest/doctest.h>

#include "base/embedded.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

TextTemplate built_in(std::string_view name) {
  const auto bytes = embedded_file("flows/templates/" + std::string(name));
  REQUIRE(bytes.has_value());
  auto parsed = TextTemplate::parse(name, *bytes);
  if (!parsed) FAIL(parsed.error().message);
  return *parsed;
}

std::string rendered(const TextTemplate& text) {
  const auto made = text.render({{"business", "Maple Dental"},
                                 {"when", "Tuesday, May 12 at 9:00 AM"},
                                 {"callback_number", "212-555-0123"},
                                 {"code", "4182 0573"}});
  REQUIRE(made.ok());
  return *made;
}

std::string refusal(std::string_view bytes) {
  const auto parsed = TextTemplate::parse("t.txt", bytes);
  return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST_CASE("the text begins with the business and offers C, X, R and STOP") {
  CHECK(rendered(built_in("appointment-text.txt")) ==
        "Maple Dental: you have an appointment on Tuesday, May 12 at 9:00 AM. Reply C to confirm, X to cancel, R to be "
        "called back. Reply STOP to opt out.");
  CHECK(rendered(built_in("appointment-text.txt")).size() <= 160);
  CHECK(rendered(built_in("appointment-text.es.txt")).find("Responda ALTO") != std::string::npos);
}

TEST_CASE("an email has a subject and a body") {
  for (const std::string name : {"appointment-email.txt", "appointment-email.es.txt"}) {
    const auto mail = split_subject(rendered(built_in(name)));
    REQUIRE(mail.ok());
    CHECK(mail->subject.find("Maple Dental") != std::string::npos);
    CHECK(mail->body.find("212-555-0123") != std::string::npos);
    CHECK(mail->body.find("4182 0573\n") != std::string::npos);
    CHECK(mail->body.ends_with("Maple Dental\n"));
  }
  CHECK(!split_subject("Hello\n\nbody").ok());
  CHECK(!split_subject("Subject: a\nTo: b\n\nbody").ok());
  CHECK(!split_subject("Subject: a").ok());
}

TEST_CASE("a template knows what it says") {
  CHECK(built_in("appointment-email.txt").says("code"));
  CHECK(!built_in("appointment-text.txt").says("code"));
}

TEST_CASE("a value cannot add a line, and so no header") {
  const auto parsed = TextTemplate::parse("t.txt", "Subject: {{business}}\n\nbody\n");
  REQUIRE(parsed.ok());
  const auto made = parsed->render({{"business", "A\r\nBcc: x@example.com\n\n{{when}}"}});
  REQUIRE(made.ok());
  const auto mail = split_subject(*made);
  REQUIRE(mail.ok());
  CHECK(mail->subject == "A  Bcc: x@example.com  {{when}}");
  CHECK(mail->body == "body\n");
}

TEST_CASE("an unknown name is refused when loaded, a missing fact when rendered") {
  CHECK(refusal("{{business}}\nabout {{diagnosis}}") ==
        "t.txt:2:7: nothing is called {{diagnosis}}: there are business, callback_number, client_first_name, code, "
        "date, page, "
        "place, "
        "time, when");
  CHECK(refusal("{{business}} {{keys}}").find("nothing is called {{keys}}") != std::string::npos);
  CHECK(refusal("{{business}} {{when").find("a {{ without a name") != std::string::npos);
  CHECK(refusal("Hello").find("does not say who writes") != std::string::npos);
  const auto parsed = TextTemplate::parse("t.txt", "{{business}}: {{when}}");
  REQUIRE(parsed.ok());
  const auto made = parsed->render({{"business", "Maple Dental"}});
  REQUIRE(!made.ok());
  CHECK(made.error().message == "t.txt: the fact \"when\" is missing");
}

TEST_CASE("a word that is an opt-out to carriers is never offered as a choice") {
  for (const std::string offer :
       {"Reply CANCEL to cancel", "Reply cancel to cancel", "reply \"QUIT\" to end", "Text END if not",
        "Reply YES or NO", "Reply C to confirm, CANCEL to cancel", "Responda BAJA"}) {
    CAPTURE(offer);
    CHECK(refusal("{{business}}: " + offer).find("may not be offered") != std::string::npos);
  }
  CHECK(refusal("{{business}}: Reply X to cancel. At the end of the day. Reply STOP to opt out.") == "");
}

TEST_CASE("a template's hash is its bytes'") {
  CHECK(TextTemplate::parse("a", "{{business}}")->hash() != TextTemplate::parse("a", "{{business}}.")->hash());
}
