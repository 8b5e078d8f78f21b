#include "api/templates.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "api/test_house.h"
#include "store/templates.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

constexpr const char* good = "{{business}}: see you {{when}}. Reply C to confirm. Reply STOP to opt out.";

class Writer : public ApiHouse {
 public:
  http::Response draft(const std::string& text, http::Headers headers = {},
                       const std::string& at = "appointment-text/en") {
    return ask("PUT", "/v1/templates/" + at, boost::json::serialize(boost::json::object{{"text", text}}),
               std::move(headers));
  }
  http::Response publish(const std::string& at = "appointment-text/en") {
    return post("/templates/" + at + "/publish", "{}");
  }
  std::string now_sent(const std::string& language = "en") {
    return read<std::string>([&](Unit& unit) -> Result<std::string> {
      return TRY(Templates(unit).text(flows, "appointment-text", language)).words.words();
    });
  }
  boost::json::value preview(const boost::json::object& body) {
    const auto response = post("/templates/preview", boost::json::serialize(body));
    INFO(response.body);
    REQUIRE(response.status == 200);
    return boost::json::parse(response.body);
  }
};

boost::json::value body_of(const http::Response& response) { return boost::json::parse(response.body); }

}  // namespace

TEST_CASE("the program's templates are listed, and what uses them") {
  Writer house;
  const auto page = house.get("/templates");
  CHECK(text_at(page, "/templates/1/name") == "appointment-text");
  CHECK(text_at(page, "/templates/0/channel") == "email");
  CHECK(text_at(page, "/templates/0/languages/0/shipped/subject") == "Your appointment with {{business}}");
  CHECK(page.at("fields").as_array().size() == 7);
  CHECK(house.ask("GET", "/v1/templates/none").status == 404);
}

TEST_CASE("a template that comes with the program has a title, in the language of whoever reads it") {
  Writer house;
  REQUIRE(house
              .ask("PUT", "/v1/templates/first-visit/en",
                   boost::json::serialize(boost::json::object{{"channel", "text"}, {"text", good}}))
              .status == 200);
  const auto titles = [&](const std::string& language) {
    std::map<std::string, boost::json::value> found;
    const auto page = body_of(house.ask("GET", "/v1/templates", "", {{"Accept-Language", language}}));
    for (const auto& one : page.at("templates").as_array()) found[text_at(one, "/name")] = one.at("title");
    return found;
  };
  const auto english = titles("en");
  const auto spanish = titles("es");
  CHECK(english.at("first-visit").is_null());
  CHECK(english.size() == 3);
  for (const auto& [name, title] : english) {
    if (name == "first-visit") continue;
    INFO(name);
    CHECK(title.is_string());
    CHECK(title != spanish.at(name));
  }
}

TEST_CASE("a draft goes out to nobody until it is published, and what is published goes out") {
  Writer house;
  const std::string shipped = house.now_sent();
  REQUIRE(house.draft(good).status == 200);
  CHECK(house.now_sent() == shipped);
  const auto published = house.publish();
  REQUIRE(published.status == 200);
  CHECK(house.now_sent() == good);
  CHECK(house.now_sent("fr") == good);
  CHECK(house.now_sent("es") != good);
  CHECK(body_of(published).at_pointer("/languages/0/live/version") == 1);
  CHECK(text_at(body_of(published), "/languages/0/live/who") == "Kim");
  CHECK(body_of(published).at_pointer("/languages/0/draft").is_null());
  CHECK(house.publish().status == 404);
}

TEST_CASE("what may not be said is not published: what, where, why and how to mend it") {
  Writer house;
  REQUIRE(house.draft("{{business}}: your {{diagnosis}} visit, {{when}}.\nReply CANCEL to cancel.").status == 200);
  const auto refused = house.publish();
  CHECK(refused.status == 400);
  const auto told = body_of(refused);
  CHECK(text_at(told, "/code") == "invalid");
  REQUIRE(told.at("findings").as_array().size() == 3);
  CHECK(text_at(told, "/findings/0/code") == "opt-out-missing");
  CHECK(text_at(told, "/findings/1/code") == "name-unknown");
  CHECK(told.at_pointer("/findings/1/line") == 1);
  CHECK(told.at_pointer("/findings/1/column") == 20);
  CHECK(text_at(told, "/findings/2/code") == "reserved-word");
  CHECK(told.at_pointer("/findings/2/line") == 2);
  CHECK_FALSE(text_at(told, "/findings/2/why").empty());
  REQUIRE(house.draft("{{business}}: " + std::string(400, 'x') + " Reply STOP to opt out.").status == 200);
  CHECK(text_at(body_of(house.publish()), "/findings/0/code") == "too-long");
}

TEST_CASE("two who write at once: the second is told, and nothing is lost") {
  Writer house;
  const auto page = house.get("/templates/appointment-text");
  const std::string etag = "\"" + text_at(page, "/languages/0/etag") + "\"";
  REQUIRE(house.draft(good, {{"If-Match", etag}}).status == 200);
  const auto second = house.draft("{{business}} {{when}} STOP", {{"If-Match", etag}});
  CHECK(second.status == 412);
  CHECK(text_at(body_of(second), "/code") == "changed_meanwhile");
  CHECK(text_at(house.get("/templates/appointment-text"), "/languages/0/draft/text") == good);
}

TEST_CASE("a draft is thrown away, and what goes out stays as it is") {
  Writer house;
  REQUIRE(house.draft(good).status == 200);
  const std::string shipped = house.now_sent();
  const auto discard = [&](http::Headers headers = {}, const std::string& at = "appointment-text/en") {
    return house.ask("POST", "/v1/templates/" + at + "/discard", "{}", std::move(headers));
  };
  CHECK(discard({{"If-Match", "\"0123456789abcdef\""}}).status == 412);
  const auto gone = discard();
  REQUIRE(gone.status == 200);
  CHECK(body_of(gone).at_pointer("/languages/0/draft").is_null());
  CHECK(house.now_sent() == shipped);
  CHECK(text_at(house.get("/ledger"), "/entries/0/code") == "template_draft_discarded");
  CHECK(discard().status == 404);
  CHECK(discard({}, "none/en").status == 404);
  CHECK(house.publish().status == 404);
  // All that there was of a template of one's own.
  const auto own = boost::json::object{{"channel", "text"}, {"text", good}};
  REQUIRE(house.ask("PUT", "/v1/templates/first-visit/en", boost::json::serialize(own)).status == 200);
  CHECK(body_of(discard({}, "first-visit/en")).at("languages").as_array().empty());
  CHECK(house.ask("GET", "/v1/templates/first-visit").status == 404);
}

TEST_CASE("a version is rolled back to an earlier one, and to the program's") {
  Writer house;
  const std::string shipped = house.now_sent();
  for (const char* text : {good, "{{business}}: {{when}}! Reply STOP to opt out."}) {
    REQUIRE(house.draft(text).status == 200);
    REQUIRE(house.publish().status == 200);
  }
  const std::string url = "/templates/appointment-text/en/roll-back";
  CHECK(house.post(url, R"({"version":1})").status == 200);
  CHECK(house.now_sent() == good);
  CHECK(house.post(url, R"({"version":7})").status == 404);
  CHECK(house.post(url, "{}").status == 400);
  CHECK(house.post(url, R"({"version":0})").status == 200);
  CHECK(house.now_sent() == shipped);
}

TEST_CASE("a template of a name of one's own has no program's to go back to") {
  Writer house;
  const std::string body = R"({"channel":"email","subject":"Welcome to {{business}}","text":"See you {{when}}."})";
  CHECK(house.ask("PUT", "/v1/templates/first-visit/es", R"({"text":"x"})").status == 400);
  REQUIRE(house.ask("PUT", "/v1/templates/first-visit/es", body).status == 200);
  REQUIRE(house.publish("first-visit/es").status == 200);
  CHECK(house.post("/templates/first-visit/es/roll-back", R"({"version":0})").status == 409);
  CHECK(house.ask("PUT", "/v1/templates/first-visit/fr", body).status == 400);
  CHECK(house.ask("PUT", "/v1/templates/First/en", body).status == 400);
  CHECK(house.post("/rules", R"({"channel":"email","days_before":3,"content":"first-visit"})").status == 200);
  CHECK(house.post("/rules", R"({"channel":"text","days_before":3,"content":"first-visit"})").status == 400);
}

TEST_CASE("a preview is of a real visit or a made-up one, in spans, with what it costs") {
  Writer house;
  const boost::json::object body{{"channel", "text"}, {"text", good}};
  const auto invented = house.preview(body);
  CHECK(invented.at("made_up") == true);
  CHECK(text_at(invented, "/text/0/text") == "Maple Dental");
  CHECK(text_at(invented, "/text/0/field") == "business");
  CHECK(invented.at("findings").as_array().empty());
  CHECK(invented.at_pointer("/cost/parts") == 1);
  house.import({ApiHouse::booked("1", "2026-05-15T14:00")});
  boost::json::object real = body;
  real["appointment"] = 1;
  real["language"] = "es";
  CHECK(text_at(house.preview(real), "/sample").find("viernes 15 de mayo") != std::string::npos);
  real["appointment"] = 99;
  CHECK(house.post("/templates/preview", boost::json::serialize(real)).status == 404);
  const auto wrong = house.preview({{"channel", "email"}, {"subject", "{{reason}}"}, {"text", "{{business}}"}});
  CHECK(wrong.at_pointer("/subject/0/missing") == true);
  CHECK(text_at(wrong, "/findings/0/in") == "subject");
  CHECK(wrong.at("cost").is_null());
}

TEST_CASE("versions come in pages, and what is live is told wherever it stands") {
  Writer house;
  for (int i = 0; i < 22; ++i) {
    REQUIRE(house.draft(fmt::format("{} ({})", good, i)).status == 200);
    REQUIRE(house.publish().status == 200);
  }
  REQUIRE(house.post("/templates/appointment-text/en/roll-back", R"({"version":1})").status == 200);
  const auto page = house.get("/templates/appointment-text");
  const auto& english = page.at("languages").at(0);
  CHECK(english.at("versions").as_array().size() == 20);
  CHECK(english.at("before") == 3);
  CHECK(english.at("live").at("version") == 1);
  const auto older = house.get("/templates/appointment-text/en/versions?before=3");
  CHECK(older.at("versions").as_array().size() == 2);
  CHECK(older.at("versions").at(1).at("live") == true);
  CHECK(older.at("before").is_null());
  CHECK(house.ask("GET", "/v1/templates/appointment-text/fr/versions").status == 404);
  CHECK(house.ask("GET", "/v1/templates/appointment-text/en/versions?before=x").status == 400);
}
