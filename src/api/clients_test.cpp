#include <doctest/doctest.h>

#include "api/test_house.h"
#include "store/feeds.h"
#include "store/ledger.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

boost::json::object body_of(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
std::string code_of(const http::Response& response) { return std::string(body_of(response).at("code").as_string()); }

/// Ana with a number, Bo without any, Cy with Ana's number.
class Clinic : public ApiHouse {
 public:
  Clinic() { import({one("a", "Ana Gil"), one("b", "Bo Lund", ""), one("c", "Cy Gil")}); }
  static intake::Booked one(const std::string& uid, const std::string& name,
                            const std::string& number = "+12125550123") {
    intake::Booked made = booked(uid, "2026-05-14T10:00", number);
    made.name = name;
    return made;
  }
  std::vector<std::string> names(const std::string& query) {
    std::vector<std::string> found;
    const auto page = get("/clients" + query);
    for (const auto& client : page.at("clients").as_array()) found.push_back(text_at(client, "/name"));
    return found;
  }
  http::Response put(const std::string& url, const std::string& body, http::Headers headers = {}) {
    return ask("PUT", "/v1" + url, body, std::move(headers));
  }
  ReminderState reminder(int appointment) {
    return read<ReminderState>([&](Unit& unit) -> Result<ReminderState> {
      return TRY(unit.queue().of(AppointmentId(appointment))).at(0).state;
    });
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("clients are listed by name, in pages, and found by name, address and a part of the number") {
  Clinic house;
  CHECK(house.names("") == Names{"Ana Gil", "Bo Lund", "Cy Gil"});
  const auto first = house.get("/clients?limit=2");
  CHECK(first.at("next") == 2);
  CHECK(first.at("counts").at("all") == 3);
  const auto second = house.get("/clients?limit=2&after=2");
  CHECK(second.at("clients").as_array().size() == 1);
  CHECK(second.at("next").is_null());
  CHECK(second.at("counts").is_null());
  CHECK(house.names("?q=GIL") == Names{"Ana Gil", "Cy Gil"});
  CHECK(house.names("?q=555-0123") == Names{"Ana Gil", "Cy Gil"});
  CHECK(house.names("?q=%25").empty());
  CHECK(house.ask("GET", "/v1/clients?show=everybody").status == 400);
  CHECK(house.ask("GET", "/v1/clients?limit=x").status == 400);
}

TEST_CASE("with whom something is wrong is a list: bad, missing and doubled numbers, no consent") {
  Clinic house;
  auto bad = Clinic::one("d", "Di Roe", "");
  bad.unreachable = "the number is too short";
  house.import({bad});
  house.import({Clinic::one("e", "Ed Moe", "+12125550177")}, "");
  CHECK(house.names("?show=doubled") == Names{"Ana Gil", "Cy Gil"});
  CHECK(house.names("?show=missing") == Names{"Bo Lund"});
  CHECK(house.names("?show=bad") == Names{"Di Roe"});
  CHECK(house.names("?show=no_consent") == Names{"Ed Moe"});
  CHECK(house.names("?show=problems").size() == 5);
  const auto counts = house.get("/clients?limit=1").at("counts").as_object();
  CHECK(counts.at("doubled") == 2);
  CHECK(counts.at("missing") == 1);
  CHECK(counts.at("bad") == 1);
  CHECK(counts.at("no_consent") == 1);
  CHECK(text_at(house.get("/clients?q=Di"), "/clients/0/problems/0/text") == "The number is too short.");
}

TEST_CASE("a client's page has visits, consents, the zone and how it is known") {
  Clinic house;
  const auto page = house.get("/clients/1");
  CHECK(text_at(page, "/number_text") == "(212) 555-0123");
  CHECK(page.at("ahead").as_array().size() == 1);
  CHECK(page.at("consents").as_array().size() == 2);
  CHECK(text_at(page, "/zones/known") == "number");
  CHECK(page.at("trouble").is_null());
  CHECK(text_at(page, "/same_number/0/name") == "Cy Gil");
  CHECK(house.get("/clients/2").at("trouble").is_null());
  CHECK(text_at(house.get("/clients/2"), "/zones/known") == "business");
  CHECK(house.ask("GET", "/v1/clients/99").status == 404);
}

TEST_CASE("a number that was corrected here stays, however often the calendar says the old one, and plans anew") {
  Clinic house;
  const auto changed = house.put("/clients/2", R"({"number":"+12125550188"})");
  REQUIRE(changed.status == 200);
  CHECK(body_of(changed).at("planned_anew") == 1);
  CHECK(body_of(changed).at("trouble").is_null());
  const auto counts = house.import({Clinic::one("a", "Ana Gil"), Clinic::one("b", "Bo Lund", "")});
  CHECK(counts.unchanged == 2);
  CHECK(text_at(house.get("/clients/2"), "/number") == "+12125550188");
  CHECK(house.put("/clients/1", R"({"number":"+12125550189"})").status == 200);
  CHECK(house.import({Clinic::one("a", "Ana Gil"), Clinic::one("z", "Ana Gil")}).unchanged == 1);
  CHECK(house.get("/clients/1").at("ahead").as_array().size() == 2);
}

TEST_CASE("what a calendar attests it attests of its own number, not of one that was typed in here") {
  Clinic house;
  CHECK(house.put("/clients/1", R"({"number":"+12125550189"})").status == 200);
  house.import({Clinic::one("a", "Ana Gil")});
  CHECK(house.get("/clients/1").at("consents").at(0).at("given") == false);
  CHECK(house.names("?show=no_consent") == Names{"Ana Gil"});
}

TEST_CASE("another without a number but with the same name is not given this one's") {
  Clinic house;
  CHECK(house.put("/clients/2", R"({"number":"+12125550188"})").status == 200);
  house.import({Clinic::one("other", "Bo Lund", "")});
  CHECK(house.names("?q=Bo").size() == 2);
  CHECK(house.get("/clients/2").at("ahead").as_array().size() == 1);
}

TEST_CASE("a client's language is kept in its usual form, and one that was there before stays what it was") {
  Clinic house;
  CHECK(text_at(body_of(house.put("/clients/1", R"({"language":"es_mx"})")), "/language") == "es-MX");
  CHECK(body_of(house.put("/clients/1", R"({"language":""})")).at("language").is_null());
  INVARIANT(house.db->run("UPDATE client SET language = 'klingon' WHERE client = 1").ok());
  CHECK(house.put("/clients/1", R"({"language":"klingon","zone":"America/Chicago"})").status == 200);
  CHECK(house.put("/clients/1", R"({"language":"de"})").status == 400);
}

TEST_CASE("a change is refused with how to mend it, and where somebody else was faster") {
  Clinic house;
  CHECK(house.put("/clients/1", R"({"number":"12"})").status == 400);
  CHECK(house.put("/clients/1", R"({"email":"nobody"})").status == 400);
  CHECK(house.put("/clients/1", R"({"zone":"Mars/Base"})").status == 400);
  const auto unspoken = house.put("/clients/1", R"({"language":"klingon"})");
  CHECK(unspoken.status == 400);
  CHECK(text_at(body_of(unspoken), "/detail") ==
        "`language` must be one of en, es, which is what clients can be called and written to in (a region may follow: "
        "es-MX)");
  CHECK(text_at(body_of(unspoken), "/field") == "language");
  CHECK(house.put("/clients/1", R"({"name":""})").status == 400);
  CHECK(house.put("/clients/1", R"({"name":"Cy Gil"})").status == 409);
  const std::string tag(house.ask("GET", "/v1/clients/1").header("ETag").value());
  CHECK(tag.starts_with("\"1."));
  const auto changed = house.put("/clients/1", R"({"zone":"America/Chicago"})", {{"If-Match", tag}});
  CHECK(changed.status == 200);
  CHECK(changed.header("ETag")->starts_with("\"2."));
  CHECK(text_at(body_of(changed), "/zones/known") == "stated");
  const auto late = house.put("/clients/1", R"({"name":"Ana"})", {{"If-Match", "\"1\""}});
  CHECK(late.status == 412);
  CHECK(code_of(late) == "changed_meanwhile");
  CHECK(house.put("/clients/1", R"({"name":"Ana"})", {{"If-Match", "*"}}).status == 200);
}

TEST_CASE("a consent that was withdrawn is not given again by the next import, and by a person it is") {
  Clinic house;
  const std::string tag(house.ask("GET", "/v1/clients/1").header("ETag").value());
  CHECK(house.post("/clients/1/consents/withdraw", R"({"channel":"call"})").status == 200);
  CHECK(house.ask("GET", "/v1/clients/1", {}, {{"If-None-Match", tag}}).status == 200);
  house.import({Clinic::one("a", "Ana Gil")});
  const auto page = house.get("/clients/1");
  CHECK(page.at("consents").at(0).at("given") == false);
  CHECK(page.at("consents").at(1).at("given") == true);
  CHECK(text_at(page, "/consents/0/record/withdrawn_by") == "Kim");
  CHECK(house.post("/clients/1/consents", R"({"channel":"call"})").status == 400);
  CHECK(house.post("/clients/1/consents", R"({"channel":"call","attested":"Kim, today, at the desk"})").status == 200);
  CHECK(house.get("/clients/1").at("consents").at(0).at("given") == true);
  CHECK(house.post("/clients/1/consents", R"({"channel":"email","attested":"x"})").status == 400);
}

TEST_CASE("never contact holds for the number whoever has it, and is lifted for a reason that goes on record") {
  Clinic house;
  CHECK(house.post("/clients/1/never-contact", R"({"why":"asked at the desk"})").status == 200);
  CHECK(house.names("?show=never") == Names{"Ana Gil", "Cy Gil"});
  CHECK(text_at(house.get("/clients/1"), "/never/number/by") == "staff");
  CHECK(house.post("/clients/1/never-contact/lift", "{}").status == 400);
  CHECK(house.post("/clients/1/never-contact/lift", R"({"why":"a letter of 2 May"})").status == 200);
  CHECK(house.post("/clients/1/never-contact/lift", R"({"why":"a letter of 2 May"})").status == 409);
  CHECK(house.names("?show=never").empty());
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a reply by text"); });
  CHECK(text_at(house.get("/clients/1"), "/never/number/by") == "client");
  CHECK(house.post("/clients/1/never-contact/lift", R"({"why":"wrote on 3 May"})").status == 200);
  CHECK(text_at(house.get("/ledger?limit=1"), "/entries/0/text") ==
        "May be contacted again by phone (Kim): wrote on 3 May");
}

TEST_CASE("an error names the field that it is about, where it is about one") {
  ApiHouse house;
  const auto refused = [&](const char* body) {
    return boost::json::parse(house.post("/appointments", body).body).as_object();
  };
  CHECK(text_at(refused(R"({"name":"Ana","number":"+12125550123","start":"soon"})"), "/field") == "start");
  CHECK(text_at(refused(R"({"name":"Ana","number":"+12125550123","start":"2026-11-01T01:30"})"), "/field") == "which");
  const auto missing = boost::json::parse(house.ask("GET", "/v1/appointments/9").body).as_object();
  CHECK(missing.at("field").is_null());
}

TEST_CASE("an appointment typed in is planned as an imported one, for a client who is known or new") {
  Clinic house;
  const auto made =
      house.post("/appointments", R"({"name":"Flo Hu","number":"+12125550166","start":"2026-05-15T09:30",)"
                                  R"("note":"first visit","attested":"Kim, today, at the desk"})");
  REQUIRE(made.status == 200);
  const auto page = body_of(made);
  CHECK(text_at(page, "/source") == "staff");
  CHECK(text_at(page, "/local") == "2026-05-15T09:30");
  CHECK(page.at("next").as_array().size() == 1);
  CHECK(house.get("/clients/" + std::to_string(page.at("client").as_int64())).at("consents").at(0).at("given") == true);
  const auto known = body_of(house.post("/appointments", R"({"client":1,"start":"2026-05-16T09:30"})"));
  CHECK(text_at(known, "/name") == "Ana Gil");
  // The same person, however the name is spelt.
  const auto alike =
      body_of(house.post("/appointments", R"({"name":"ana gil","number":"+12125550123","start":"2026-05-17T09:30"})"));
  CHECK(alike.at("client") == 1);
  for (const auto* body :
       {R"({"client":1})", R"({"client":1,"start":"soon"})", R"({"client":1,"start":"2026-05-01T09:00"})",
        R"({"client":1,"start":"2036-05-01T09:00"})", R"({"client":1,"name":"x","start":"2026-05-16T09:30"})",
        R"({"start":"2026-05-16T09:30"})", R"({"name":"x","number":"1","start":"2026-05-16T09:30"})",
        R"({"client":1,"start":"2026-05-16T09:30","zone":"x"})"}) {
    CAPTURE(body);
    CHECK(house.post("/appointments", body).status == 400);
  }
  CHECK(house.post("/appointments", R"({"client":99,"start":"2026-05-16T09:30"})").status == 404);
}

TEST_CASE("a time that the clock skips is refused with another, and of one that comes twice it is asked which") {
  Clinic house;
  house.time.run_until(parse_instant("2026-10-01T12:00:00Z").value());
  const auto twice = house.post("/appointments", R"({"client":1,"start":"2026-11-01T01:30"})");
  CHECK(twice.status == 400);
  CHECK(text_at(body_of(twice), "/detail").find("01:30 comes twice") != std::string::npos);
  const auto first = body_of(house.post("/appointments", R"({"client":1,"start":"2026-11-01T01:30","which":"first"})"));
  CHECK(text_at(first, "/at") == "2026-11-01T05:30:00Z");
  const auto second =
      body_of(house.post("/appointments", R"({"client":1,"start":"2026-11-01T01:30","which":"second"})"));
  CHECK(text_at(second, "/at") == "2026-11-01T06:30:00Z");
  CHECK(text_at(second, "/local") == "2026-11-01T01:30");
  const auto none = house.post("/appointments", R"({"client":1,"start":"2027-03-14T02:30"})");
  CHECK(none.status == 400);
  CHECK(text_at(body_of(none), "/detail").find("It could be 03:30") != std::string::npos);
}

TEST_CASE("a visit is moved, cancelled and taken back, and its reminders go with it") {
  Clinic house;
  const auto moved = house.put("/appointments/1", R"({"start":"2026-05-15T11:00"})");
  REQUIRE(moved.status == 200);
  CHECK(text_at(body_of(moved), "/next/0/at") == "2026-05-14T15:00:00Z");
  CHECK(house.put("/appointments/1", R"({"note":"bring the card"})").status == 200);
  CHECK(text_at(house.get("/appointments/1"), "/summary") == "bring the card");

  CHECK(house.post("/appointments/1/cancel", "{}").status == 200);
  CHECK(house.post("/appointments/1/cancel", "{}").status == 200);
  CHECK(text_at(house.get("/appointments/1"), "/state") == "cancelled");
  CHECK(house.get("/appointments/1").at("next").as_array().empty());
  CHECK(house.put("/appointments/1", R"({"note":"x"})").status == 409);
  CHECK(house.post("/appointments/1/restore", "{}").status == 200);
  CHECK(house.post("/appointments/1/restore", "{}").status == 409);
  CHECK(text_at(house.get("/appointments/1"), "/state") == "scheduled");
  CHECK(house.get("/appointments/1").at("next").as_array().size() == 1);
}

TEST_CASE("who had cancelled is not reminded because staff took back a cancellation of their own") {
  Clinic house;
  CHECK(house.post("/appointments/1/answer", R"({"answer":"cancelled"})").status == 200);
  CHECK(house.post("/appointments/1/cancel", "{}").status == 200);
  CHECK(house.post("/appointments/1/restore", "{}").status == 200);
  const auto page = house.get("/appointments/1");
  CHECK(text_at(page, "/answer") == "cancelled");
  CHECK(page.at("next").as_array().empty());
  // Nor because the client's number was corrected, or a note written.
  CHECK(house.put("/appointments/1", R"({"note":"x"})").status == 200);
  CHECK(house.put("/clients/1", R"({"number":"+12125550189"})").status == 200);
  CHECK(house.get("/appointments/1").at("next").as_array().empty());
}

TEST_CASE("what a calendar would take back within minutes is changed there") {
  Clinic house;
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.feeds().add({.url = Secret<std::string>("https://a.example/"), .attested = "x", .patterns = {}}));
    TRY(take_bookings(unit, {.name = "feed 1", .attested = "x"},
                      std::vector{ApiHouse::booked("f", "2026-05-14T12:00")}));
    return {};
  });
  CHECK(house.post("/appointments/4/cancel", "{}").status == 409);
  CHECK(house.put("/appointments/4", R"({"start":"2026-05-15T11:00"})").status == 409);
  // Once it is read no more, staff are asked.
  house.write([](Unit& unit) { return unit.feeds().remove(FeedId(1)); });
  CHECK(house.post("/appointments/4/cancel", "{}").status == 200);
}

TEST_CASE("a waiting reminder is sent now, not at all, and after all: it is only made due") {
  Clinic house;
  const std::string one = R"({"rule":1,"channel":"call"})";
  const std::string at = "/appointments/1/reminders/";
  CHECK(house.post(at + "not-at-all", one).status == 200);
  CHECK(house.reminder(1) == ReminderState::dropped);
  CHECK(house.post(at + "now", one).status == 409);
  CHECK(house.post(at + "after-all", one).status == 200);
  CHECK(house.post(at + "after-all", one).status == 409);
  CHECK(house.reminder(1) == ReminderState::waiting);
  const auto now = house.post(at + "now", one);
  CHECK(now.status == 200);
  CHECK(text_at(body_of(now), "/next/0/at") == to_string(house.time.now()));
  CHECK(house.reminder(1) == ReminderState::waiting);  // it is for the interlocks to say
  CHECK(house.post(at + "now", R"({"rule":7,"channel":"call"})").status == 404);
  CHECK(house.post(at + "now", R"({"rule":1})").status == 400);
}

TEST_CASE("who wants no contact wants none at another number either") {
  Clinic house;
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  CHECK(house.put("/clients/1", R"({"number":"+12125550189"})").status == 200);
  const auto page = house.get("/clients/1");
  CHECK(text_at(page, "/never/number/how") == "a key on the phone");
  CHECK(text_at(page, "/never/number/by") == "client");
  CHECK(house.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("what was told at a number that was wrong counts no more, and what the client has answered stands") {
  Clinic house;
  const auto told = [&] {
    return house.read<Told>(
        [](Unit& unit) -> Result<Told> { return TRY(unit.appointments().get(AppointmentId(1))).told; });
  };
  house.write([](Unit& unit) { return unit.appointments().set_told(AppointmentId(1), Told::told); });
  CHECK(house.put("/clients/1", R"({"name":"Ana Maria Gil","zone":"America/Chicago"})").status == 200);
  CHECK(told() == Told::told);
  CHECK(house.put("/clients/1", R"({"number":"+12125550189"})").status == 200);
  CHECK(told() == Told::nothing_yet);
  CHECK(house.post("/appointments/1/answer", R"({"answer":"confirmed"})").status == 200);
  CHECK(house.put("/clients/1", R"({"number":"+12125550190"})").status == 200);
  CHECK(text_at(house.get("/appointments/1"), "/state") == "confirmed");
}

TEST_CASE("who types a number that a client had before means that number, and not the client's present one") {
  Clinic house;
  CHECK(house.put("/clients/2", R"({"number":"+12125550188"})").status == 200);
  CHECK(house.put("/clients/2", R"({"number":"+12125550189"})").status == 200);
  const auto made =
      body_of(house.post("/appointments", R"({"name":"Bo Lund","number":"+12125550188","start":"2026-05-17T09:30"})"));
  CHECK(text_at(made, "/number") == "+12125550188");
}

namespace {

/// Ana with a number, and Ann with the same one; each has a visit on the 14th, Ann's an hour later.
class Twice : public Clinic {
 public:
  Twice() { import({later()}); }
  static intake::Booked later() {
    intake::Booked ann = booked("d", "2026-05-14T11:00");
    ann.name = "Ann Gill";
    return ann;
  }
  http::Response join(const std::string& body = R"({"with":4})") { return post("/clients/1/join", body); }
  bool consented(Channel channel) {
    return read<bool>([channel](Unit& unit) { return unit.clients().consented(ClientId(1), channel, "+12125550123"); });
  }
};

}  // namespace

TEST_CASE("two clients who are one are joined: visits, history and what sources call them go to the one that stays") {
  Twice house;
  house.write([](Unit& unit) { return unit.appointments().set_told(AppointmentId(4), Told::told); });
  const auto page = body_of(house.join());
  CHECK(page.at("id") == 1);
  CHECK(text_at(page, "/name") == "Ana Gil");
  CHECK(page.at("ahead").as_array().size() == 2);
  CHECK(page.at("same_number").as_array().size() == 1);
  CHECK(page.at("joined").at("ahead") == 1);
  CHECK(page.at("joined").at("waiting") == 1);
  CHECK(page.at("joined").at("planned_anew") == false);
  CHECK(house.names("?q=gil") == Names{"Ana Gil", "Cy Gil"});
  CHECK(house.get("/appointments/4").at("client") == 1);
  // The calendar still has both, and means the one.
  CHECK(house.import({Twice::later()}).unchanged == 1);
  // What is told of the one that went is found with the one that stays.
  const auto ledger = house.get("/ledger?client=1");
  CHECK(text_at(ledger, "/entries/0/code") == "clients_joined");
  bool of_the_other = false;
  for (const auto& one : ledger.at("entries").as_array()) of_the_other |= one.at("appointment") == 4;
  CHECK(of_the_other);
}

TEST_CASE("the id of a client that was joined leads to the one that stays, and is given to nobody else") {
  Twice house;
  CHECK(house.join().status == 200);
  const auto gone = house.ask("GET", "/v1/clients/4");
  CHECK(gone.status == 301);
  CHECK(*gone.header("Location") == "/v1/clients/1");
  const auto changed = house.put("/clients/4", R"({"name":"Ann"})");
  CHECK(changed.status == 404);
  CHECK(text_at(body_of(changed), "/detail").find("client 1") != std::string::npos);
  CHECK(body_of(house.post("/clients", R"({"name":"New"})")).at("id") == 5);
  // Joined on: both old ids lead to the last.
  CHECK(house.post("/clients/3/join", R"({"with":1})").status == 200);
  CHECK(*house.ask("GET", "/v1/clients/4").header("Location") == "/v1/clients/3");
  CHECK(*house.ask("GET", "/v1/clients/1").header("Location") == "/v1/clients/3");
  CHECK(house.ask("GET", "/v1/clients/99").status == 404);
  CHECK_FALSE(house.get("/ledger?client=4").at("entries").as_array().empty());
  CHECK(house.get("/ledger?client=4").at("entries") == house.get("/ledger?client=1").at("entries"));
}

TEST_CASE("of two consents the stricter stands, whichever of the two clients it was") {
  for (const char* who : {"1", "4"}) {
    Twice house;
    CHECK(house.post(std::string("/clients/") + who + "/consents/withdraw", R"({"channel":"text"})").status == 200);
    const auto page = body_of(house.join());
    CHECK(page.at("joined").at("withdrawn") == boost::json::parse(R"(["text"])"));
    CHECK_FALSE(house.consented(Channel::text));
    CHECK(house.consented(Channel::call));
    house.import({Twice::later()});
    CHECK_FALSE(house.consented(Channel::text));
  }
}

TEST_CASE("a consent withdrawn at the number that goes is withdrawn at the one that stays") {
  Twice house;
  CHECK(house.put("/clients/4", R"({"number":"+12125550188"})").status == 200);
  CHECK(house.post("/clients/4/consents/withdraw", R"({"channel":"call"})").status == 200);
  CHECK(house.join().status == 200);
  CHECK_FALSE(house.consented(Channel::call));
  CHECK(house.consented(Channel::text));
}

TEST_CASE("a consent withdrawn at a number that the other had long ago is named before, and stays withdrawn") {
  Twice house;
  CHECK(house.post("/clients/4/consents/withdraw", R"({"channel":"text"})").status == 200);
  CHECK(house.put("/clients/4", R"({"number":"+12125550188"})").status == 200);
  const auto before = house.get("/clients/1/join?with=4");
  CHECK(before.at("joined").at("withdrawn") == boost::json::parse(R"(["text"])"));
  CHECK(house.join().status == 200);
  CHECK_FALSE(house.consented(Channel::text));
  CHECK(house.consented(Channel::call));
}

TEST_CASE("what would be refused is refused before: a third who is that already, a wish that would be lost") {
  Twice house;
  CHECK(house.post("/clients", R"({"name":"Ana Gil","number":"+12125550188"})").status == 200);
  CHECK(house.put("/clients/4", R"({"number":"+12125550188"})").status == 200);
  const auto third = house.ask("GET", "/v1/clients/1/join?with=4&take=number");
  CHECK(third.status == 409);
  CHECK(text_at(body_of(third), "/detail").starts_with("client 5 has that name, number and address already"));
  CHECK(body_of(house.join(R"({"with":4,"take":["number"]})")) == body_of(third));
  CHECK(house.get("/clients/1/join?with=4").contains("etag"));

  CHECK(house.put("/clients/4", R"({"number":""})").status == 200);
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  CHECK(house.ask("GET", "/v1/clients/1/join?with=4&take=number").status == 409);
}

TEST_CASE("what is joined is what was looked at") {
  Twice house;
  const auto join_as = [&](const std::string& etag) {
    return house.ask("POST", "/v1/clients/1/join", R"({"with":4})", {{"If-Match", "\"" + etag + "\""}});
  };
  const std::string seen = text_at(house.get("/clients/1/join?with=4"), "/etag");
  CHECK(house.post("/clients/4/consents/withdraw", R"({"channel":"text"})").status == 200);
  const auto late = join_as(seen);
  CHECK(late.status == 412);
  CHECK(code_of(late) == "changed_meanwhile");
  CHECK(house.ask("GET", "/v1/clients/4").status == 200);
  CHECK(join_as(text_at(house.get("/clients/1/join?with=4&take=name"), "/etag")).status == 412);
  CHECK(join_as(text_at(house.get("/clients/1/join?with=4"), "/etag")).status == 200);
}

TEST_CASE("who wanted no contact under the one name wants none under the other") {
  Twice house;
  CHECK(house.put("/clients/4", R"({"number":"+12125550188"})").status == 200);
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550188", "a key on the phone"); });
  const auto before = house.get("/clients/1/join?with=4");
  CHECK(before.at("joined").at("never").at("number") == true);
  CHECK(before.at("joined").at("never").at("email") == false);
  const auto page = body_of(house.join());
  CHECK(text_at(page, "/never/number/by") == "client");
  CHECK(text_at(page, "/number") == "+12125550123");
}

TEST_CASE("the details that are to be taken are those of the one that goes") {
  Twice house;
  CHECK(house.put("/clients/4", R"({"number":"+12125550188","email":"ann@maple.example","language":"es"})").status ==
        200);
  const auto before = house.get("/clients/1/join?with=4&take=number,language");
  CHECK(text_at(before, "/then/number") == "+12125550188");
  CHECK(before.at("then").at("email").is_null());
  CHECK(before.at("joined").at("planned_anew") == true);
  CHECK(house.names("?q=ann") == Names{"Ann Gill"});
  const auto page = body_of(house.join(R"({"with":4,"take":["number","language","email","name"]})"));
  CHECK(text_at(page, "/name") == "Ann Gill");
  CHECK(text_at(page, "/number") == "+12125550188");
  CHECK(text_at(page, "/email") == "ann@maple.example");
  CHECK(text_at(page, "/language") == "es");
  CHECK(page.at("ahead").as_array().size() == 2);
}

TEST_CASE("a join contacts nobody: what was due before is not planned by it") {
  Twice house;
  // Ann could not be told: her number was missing until the time had come.
  CHECK(house.put("/clients/4", R"({"number":""})").status == 200);
  house.time.run_until(house.time.now() + hours{24 + 5});
  const auto before = house.read<Names>([](Unit& unit) -> Result<Names> {
    Names states;
    for (const auto& one : TRY(unit.queue().of(AppointmentId(4)))) states.emplace_back(to_string(one.state));
    return states;
  });
  CHECK(house.join().status == 200);
  const auto now = house.read<Names>([](Unit& unit) -> Result<Names> {
    Names states;
    for (const auto& one : TRY(unit.queue().of(AppointmentId(4)))) states.emplace_back(to_string(one.state));
    return states;
  });
  CHECK(now == before);
}

TEST_CASE("a join after which nobody had the number that wants no contact is refused: the wish would go with it") {
  Twice house;
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  const auto by_email = body_of(house.post("/clients", R"({"name":"Ana Gil","email":"ana@example.com"})"));
  const std::string path = "/clients/" + std::to_string(by_email.at("id").as_int64()) + "/join";
  const auto refused = house.post(path, R"({"with":1})");
  CHECK(refused.status == 409);
  CHECK(refused.body.find("keep that number too") != std::string::npos);
  CHECK(house.post(path, R"({"with":1,"take":["number"]})").status == 200);
  CHECK(house.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("a join that cannot be is refused with how to mend it") {
  Twice house;
  CHECK(house.join(R"({"with":1})").status == 400);
  CHECK(house.join("{}").status == 400);
  CHECK(house.join(R"({"with":99})").status == 404);
  CHECK(house.join(R"({"with":4,"take":"email"})").status == 400);
  CHECK(house.join(R"({"with":4,"take":["shoes"]})").status == 400);
  CHECK(house.ask("GET", "/v1/clients/1/join").status == 400);
  CHECK(house.ask("GET", "/v1/clients/1/join?with=4&take=shoes").status == 400);
  // Somebody else is what they would be.
  CHECK(house.post("/clients/3/join", R"({"with":2,"take":["name"]})").status == 200);
  CHECK(house.put("/clients/4", R"({"name":"Ana Gil","number":"+12125550155"})").status == 200);
  CHECK(house.post("/clients/3/join", R"({"with":4,"take":["name"]})").status == 409);
  CHECK(house.get("/clients/4").at("id") == 4);
}
