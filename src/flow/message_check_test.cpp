#include "flow/message_check.h"

#include <doctest/doctest.h>

#include "base/embedded.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::vector<std::string> codes(MessageKind kind, std::string_view bytes) {
  std::vector<std::string> found;
  for (const Finding& finding : message_findings(kind, "text", bytes)) {
    CHECK_FALSE(finding.why.empty());
    found.push_back(finding.code);
  }
  return found;
}

}  // namespace

TEST_CASE("what comes with the program may be published") {
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with("flows/templates/")) continue;
    CAPTURE(file.name);
    const bool email = file.name.find("email") != std::string_view::npos;
    CHECK(codes(email ? MessageKind::email : MessageKind::text, file.bytes).empty());
  }
}

TEST_CASE("a text says how to opt out, an email needs not") {
  CHECK(codes(MessageKind::text, "{{business}}: {{when}}.") == std::vector<std::string>{"opt-out-missing"});
  CHECK(codes(MessageKind::text, "{{business}}: {{when}}. Responda ALTO para no recibir mensajes.").empty());
  CHECK(codes(MessageKind::email, "Subject: Hello\n\n{{business}}").empty());
}

TEST_CASE("an email has a subject and a body") {
  CHECK(codes(MessageKind::email, "{{business}}") == std::vector<std::string>{"missing-key"});
  CHECK(codes(MessageKind::email, "Subject: \n\n{{business}}") == std::vector<std::string>{"missing-key"});
}

TEST_CASE("a name that no reminder has a value for is found where it stands") {
  const auto found = message_findings(MessageKind::text, "text", "{{business}}\nat {{place}}, reply STOP");
  REQUIRE(found.size() == 1);
  CHECK(found[0].place.line == 2);
  CHECK(found[0].place.column == 4);
}

TEST_CASE("an unknown name and a reserved word are found where they stand") {
  const auto found = message_findings(MessageKind::text, "text",
                                      "{{business}}: {{diagnosis}}. Reply CANCEL to cancel. STOP to opt out.");
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "name-unknown");
  CHECK(found[0].place.column == 15);
  CHECK(found[1].code == "reserved-word");
  CHECK(found[1].place.column == 36);
}

TEST_CASE("a choice means what it always means, whatever the text says") {
  const auto choices = [](const std::string& words) {
    return codes(MessageKind::text, "{{business}}: {{when}}. " + words + " Reply STOP to opt out.");
  };
  using Codes = std::vector<std::string>;
  CHECK(choices("Reply C to confirm, X to cancel, R to be called back.").empty());
  CHECK(choices("To confirm reply C, to cancel reply X.").empty());
  CHECK(choices("Reply C if you are coming, X if you can't make it or R to reschedule.").empty());
  CHECK(choices("Responda C para confirmar, X para cancelar, R para que le llamemos.").empty());
  CHECK(choices("Questions? Call {{callback_number}}, Monday to Friday, 8 to 5.").empty());
  CHECK(choices("Reply with the letter C to confirm or X to cancel.").empty());
  CHECK(choices("Reply C to cancel, X to confirm.") == Codes{"key-means-other", "key-means-other"});
  CHECK(choices("To cancel reply C, to confirm reply X.") == Codes{"key-means-other", "key-means-other"});
  CHECK(choices("Responda C para cancelar, X para confirmar.") == Codes{"key-means-other", "key-means-other"});
  CHECK(choices("Reply C to confirm, X for no more messages.") == Codes{"key-means-other"});
  CHECK(choices("Reply C if you can't make it.") == Codes{"key-means-other"});
  CHECK(choices("Reply 1 to confirm, 2 to cancel.") == Codes{"key-not-handled", "key-not-handled"});
  CHECK(choices("Reply k to confirm.") == Codes{"key-not-handled"});
}

TEST_CASE("a choice and a name in single braces are found where they stand") {
  const auto found = message_findings(
      MessageKind::text, "text", "{{business}}: {when}.\nReply C to confirm,\nR to cancel. Reply STOP to opt out.");
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "name-misplaced");
  CHECK(found[0].place.line == 1);
  CHECK(found[1].code == "key-means-other");
  CHECK(found[1].place.line == 3);
  CHECK(found[1].place.column == 1);
  CHECK(codes(MessageKind::email, "Subject: {date}\n\n{{business}}") == std::vector<std::string>{"name-misplaced"});
}
