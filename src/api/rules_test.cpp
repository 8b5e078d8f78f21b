#include "api/rules.h"

#include <doctest/doctest.h>

#include "api/test_house.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

/// Two visits ahead, of which the clinic's own rule plans two calls.
class Clinic : public ApiHouse {
 public:
  Clinic() { import({booked("1", "2026-05-15T14:00"), booked("2", "2026-05-16T09:00")}); }

  boost::json::object posted(const std::string& url, const std::string& body) {
    const auto response = post(url, body);
    INFO(response.body);
    REQUIRE(response.status == 200);
    return boost::json::parse(response.body).as_object();
  }
  std::string refused(const std::string& body) {
    const auto response = post("/rules", body);
    CHECK(response.status == 400);
    return text_at(boost::json::parse(response.body), "/detail");
  }
};

}  // namespace

TEST_CASE("a rule is told in words, with all that it goes by and how many reminders wait by it") {
  Clinic house;
  const auto page = house.get("/rules");
  REQUIRE(page.at("rules").as_array().size() == 1);
  const auto& rule = page.at("rules").at(0);
  CHECK(text_at(rule, "/channel") == "call");
  CHECK(rule.at("days_before") == 1);
  CHECK(rule.at("at").is_null());
  CHECK(text_at(rule, "/zone") == "appointment");
  CHECK(text_at(rule, "/machines") == "ask_first_hint");
  CHECK(rule.at("waiting") == 2);
  CHECK(text_at(rule, "/text").find("A call, the day before") == 0);
}

TEST_CASE("what a new rule would plan is told before, and is what it plans") {
  Clinic house;
  const std::string rule = R"("channel":"text","days_before":2,"at":"17:00","zone":"client")";
  const auto would = house.posted("/rules", "{" + rule + R"(,"dry_run":true})");
  CHECK(would.at("planned") == 2);
  CHECK(house.get("/rules").at("rules").as_array().size() == 1);
  const auto made = house.posted("/rules", "{" + rule + "}");
  CHECK(made.at("planned") == 2);
  CHECK(made.at("rules").at(1).at("waiting") == 2);
  CHECK(text_at(made, "/rules/1/content") == "appointment-text");
  CHECK(text_at(made, "/rules/1/at") == "17:00");
}

TEST_CASE("nothing that is due already goes out by a new rule") {
  Clinic house;
  CHECK(house.posted("/rules", R"({"channel":"text","days_before":30})").at("planned") == 0);
}

TEST_CASE("a rule is retired, and its undo plans again what it had planned") {
  Clinic house;
  const auto retired = house.posted("/rules/1/retire", "{}");
  CHECK(retired.at("withdrawn") == 2);
  CHECK(retired.at("rules").as_array().empty());
  CHECK(house.post("/rules/1/retire", "{}").status == 404);
  const auto back = house.posted("/rules/1/restore", "{}");
  CHECK(back.at("planned") == 2);
  CHECK(back.at("rules").at(0).at("waiting") == 2);
  CHECK(house.post("/rules/1/restore", "{}").status == 409);
  CHECK(house.post("/rules/9/restore", "{}").status == 404);
}

TEST_CASE("a change is a new rule in the place of the old one, in one unit") {
  Clinic house;
  const std::string change = R"("replaces":1,"channel":"call","days_before":1,"at":"17:00")";
  const auto would = house.posted("/rules", "{" + change + R"(,"dry_run":true})");
  CHECK(would.at("planned") == 2);
  CHECK(would.at("withdrawn") == 2);
  const auto changed = house.posted("/rules", "{" + change + "}");
  CHECK(changed.at("withdrawn") == 2);
  CHECK(changed.at("planned") == 2);
  REQUIRE(changed.at("rules").as_array().size() == 1);
  CHECK(changed.at("rules").at(0).at("id") == 2);
  CHECK(house.post("/rules", R"({"replaces":1,"channel":"call","days_before":1})").status == 404);
  CHECK(house.get("/rules").at("rules").as_array().size() == 1);
}

TEST_CASE("a rule in the place of another does not call again whom the other has called") {
  Clinic house;
  REQUIRE(house.db->run("UPDATE reminder SET state = 'done' WHERE appointment = 1").ok());
  const auto changed = house.posted("/rules", R"({"replaces":1,"channel":"call","days_before":1,"at":"17:00"})");
  CHECK(changed.at("planned") == 1);
  CHECK(changed.at("withdrawn") == 1);
  const std::string again = R"({"replaces":2,"channel":"call","days_before":1,"at":"16:00"})";
  CHECK(house.posted("/rules", again).at("planned") == 1);
  const Rows told =
      house.db->run("SELECT rule, state, reason FROM reminder WHERE appointment = 1 ORDER BY rule").value();
  REQUIRE(told.size() == 3);
  for (std::size_t i = 1; i < told.size(); ++i) {
    CHECK(told[i][1].text() == "dropped");
    CHECK(told[i][2].text() == "already_told");
  }
}

TEST_CASE("what a rule cannot be names the member, and how to mend it") {
  Clinic house;
  CHECK(house.refused(R"({"channel":"fax","before":"2h"})") == "`channel` is \"fax\": it must be call, text or email");
  CHECK(house.refused(R"({"channel":"text"})").find("say when: `before` 2h, or `days_before` 1") == 0);
  CHECK(house.refused(R"({"channel":"text","before":"soon"})").find("`before` is \"soon\"") == 0);
  CHECK(house.refused(R"({"channel":"text","before":"2h","at":"17:00"})").find("`before` stands alone") == 0);
  CHECK(house.refused(R"({"channel":"text","days_before":1,"at":"5pm"})").find("`at` is \"5pm\"") == 0);
  CHECK(house.refused(R"({"channel":"text","days_before":400})").find("`days_before`") == 0);
  CHECK(house.refused(R"({"channel":"text","before":"2h","zone":"mine"})").find("`zone` is") == 0);
  CHECK(house.refused(R"({"channel":"text","before":"2h","shift":"away"})").find("`shift` is") == 0);
  CHECK(house.refused(R"({"channel":"text","before":"2h","machines":"detect"})") == "`machines` is for calls");
  CHECK(house.refused(R"({"channel":"call","before":"2h","machines":"no"})").find("it must be one of ask_first") > 0);
  CHECK(house.refused(R"({"channel":"text","before":"2h","content":"appointment-email"})").find("for emails") > 0);
  CHECK(house.post("/rules", R"({"channel":"text","before":"2h","content":"none"})").status == 404);
}
