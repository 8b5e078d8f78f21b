#include "gateway/twilio/look_up.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/scripted_http.h"
#include "gateway/twilio/twilio_gateway.h"

using namespace courtesy;

namespace {

const std::string account = "AC00000000000000000000000000000001";
const std::string root = "https://api.twilio.com/2010-04-01/Accounts/" + account + "/";

struct Row {
  std::string sid = "CA00000000000000000000000000000001";
  std::string to = "+15005550010";
  std::string from = "+15005550006";
  std::string status = "in-progress";
  std::string direction = "outbound-api";
  std::string created = "Mon, 11 May 2026 09:00:03 +0000";
  std::string body = "";
};

std::string page(const std::vector<Row>& rows, std::string_view next = "", std::string_view array = "calls") {
  std::string out;
  for (const Row& row : rows) {
    out += fmt::format(
        R"({}{{"sid":"{}","to":"{}","from":"{}","status":"{}","direction":"{}","date_created":"{}","body":"{}"}})",
        out.empty() ? "" : ",", row.sid, row.to, row.from, row.status, row.direction, row.created, row.body);
  }
  const std::string uri = next.empty() ? "null" : fmt::format("\"{}\"", next);
  return fmt::format(R"({{"{}":[{}],"page":0,"next_page_uri":{}}})", array, out, uri);
}

struct Bench {
  ScriptedHttp http;
  std::unique_ptr<TwilioGateway> gateway = TwilioGateway::make({.account_sid = account,
                                                                .auth_token = Secret<std::string>("s3cret"),
                                                                .public_url = "https://c.example",
                                                                .look_up_pages = 3},
                                                               http)
                                               .value();

  Result<std::vector<Sighting>> ask(const LookUp& question) {
    std::optional<Result<std::vector<Sighting>>> answer;
    gateway->look_up(question, [&](Result<std::vector<Sighting>> came) { answer = std::move(came); });
    REQUIRE(answer);
    return *answer;
  }
};

LookUp call_question() {
  return {.channel = Channel::call,
          .recipient = "+15005550010",
          .sender = "+15005550006",
          .intended = parse_instant("2026-05-11T09:00:00Z").value()};
}

LookUp text_question() {
  LookUp question = call_question();
  question.channel = Channel::text;
  question.text = "Tomorrow at 9.";
  return question;
}

/// Answers the lists of queued, ringing and running calls and of those that started, in this order.
void answer_calls(Bench& bench, const std::vector<std::vector<Row>>& lists) {
  for (const auto& rows : lists) bench.http.answer_json(200, page(rows));
}

/// One call among those that started: how many sightings?
std::size_t sightings_of(const Row& row) {
  Bench bench;
  answer_calls(bench, {{}, {}, {}, {row}});
  return bench.ask(call_question()).value().size();
}

}  // namespace

TEST_CASE("looking for a call asks for the unfinished ones by status and for the started ones by day") {
  Bench bench;
  answer_calls(bench, {{}, {}, {}, {}});
  CHECK(bench.ask(call_question()).value().empty());
  std::vector<std::string> urls;
  for (const auto& asked : bench.http.asked()) {
    CHECK(asked.request.method == "GET");
    CHECK(asked.request.header("Authorization"));
    urls.push_back(asked.request.url);
  }
  const std::string calls = root + "Calls.json?From=%2B15005550006&PageSize=200&";
  CHECK(urls == std::vector<std::string>{calls + "Status=queued&To=%2B15005550010",
                                         calls + "Status=ringing&To=%2B15005550010",
                                         calls + "Status=in-progress&To=%2B15005550010",
                                         calls + "StartTime%3E=2026-05-10&To=%2B15005550010"});
}

TEST_CASE("a queued call is found, though it has no start time yet") {
  Bench bench;
  answer_calls(bench, {{{.status = "queued"}}, {}, {}, {}});
  const auto found = bench.ask(call_question()).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].provider_id == "CA00000000000000000000000000000001");
  CHECK(found[0].state == AttemptState::accepted);
  CHECK(to_string(found[0].created) == "2026-05-11T09:00:03Z");
}

TEST_CASE("a call that moves on while the lists are read is one call, as it was seen last") {
  Bench bench;
  answer_calls(bench, {{{.status = "queued"}}, {{.status = "ringing"}}, {}, {{.status = "busy"}}});
  const auto found = bench.ask(call_question()).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].state == AttemptState::ended);
  CHECK(found[0].outcome == AttemptOutcome::busy);
}

TEST_CASE("two calls are two sightings") {
  Bench bench;
  answer_calls(bench, {{}, {}, {}, {{}, {.sid = "CA00000000000000000000000000000002", .status = "completed"}}});
  CHECK(bench.ask(call_question()).value().size() == 2);
}

TEST_CASE("every row is checked again, since unknown filters are silently ignored") {
  CHECK(sightings_of({}) == 1);
  CHECK(sightings_of({.to = "+15005550011"}) == 0);
  CHECK(sightings_of({.from = "+15005550007"}) == 0);
  CHECK(sightings_of({.direction = "inbound"}) == 0);
  CHECK(sightings_of({.created = "Mon, 11 May 2026 08:59:54 +0000"}) == 0);
  CHECK(sightings_of({.created = "Mon, 11 May 2026 08:59:55 +0000"}) == 1);
  CHECK(sightings_of({.created = "Mon, 11 May 2026 09:01:30 +0000"}) == 1);
  CHECK(sightings_of({.created = "Mon, 11 May 2026 09:01:31 +0000"}) == 0);
}

TEST_CASE("a row that could be the one but has no readable date leaves the question open") {
  Bench bench;
  answer_calls(bench, {{{.created = "soon"}}});
  CHECK(bench.ask(call_question()).error().code == ErrorCode::unavailable);
}

TEST_CASE("an answer that is missing, incomplete or no list leaves the question open") {
  for (const http::Exchange& wrong : std::vector<http::Exchange>{
           http::NothingLeft{"refused"}, http::Broken{"reset"}, http::json_response(500, ""),
           http::json_response(429, ""), http::json_response(200, "<html>"),
           http::json_response(200, R"({"calls":{}})"), http::json_response(200, R"({"calls":[{"to":"+1"}]})"),
           http::json_response(404, "")}) {
    Bench bench;
    answer_calls(bench, {{}});
    bench.http.answer(wrong);
    CHECK(bench.ask(call_question()).error().code == ErrorCode::unavailable);
    CHECK(bench.http.asked().size() == 2);
  }
}

TEST_CASE("next pages are followed, on Twilio only and not without end") {
  const std::string next = "/2010-04-01/Accounts/" + account + "/Messages.json?Page=1&PageToken=PA1&To=%2B15005550010";
  const Row ours{.sid = "SM00000000000000000000000000000001", .status = "delivered", .body = "Tomorrow at 9."};
  Row newer = ours;
  newer.body = "Another text";
  SUBCASE("the next page has it") {
    Bench bench;
    bench.http.answer_json(200, page({newer}, next, "messages"));
    bench.http.answer_json(200, page({ours}, "", "messages"));
    const auto found = bench.ask(text_question()).value();
    REQUIRE(found.size() == 1);
    CHECK(found[0].outcome == AttemptOutcome::delivered);
    CHECK(bench.http.asked().at(0).request.url == root + "Messages.json?PageSize=200&To=%2B15005550010");
    CHECK(bench.http.asked().at(1).request.url == "https://api.twilio.com" + next);
  }
  SUBCASE("a link that leads elsewhere is not followed") {
    for (const char* elsewhere : {"https://evil.example/", "@evil.example/", ".evil.example/2010-04-01/Accounts/"}) {
      Bench bench;
      bench.http.answer_json(200, page({newer}, elsewhere, "messages"));
      CHECK(bench.ask(text_question()).error().code == ErrorCode::unavailable);
      CHECK(bench.http.asked().size() == 1);
    }
  }
  SUBCASE("more pages than the bound leave the question open") {
    Bench bench;
    for (int i = 0; i < 3; ++i) bench.http.answer_json(200, page({newer}, next, "messages"));
    CHECK(bench.ask(text_question()).error().code == ErrorCode::unavailable);
    CHECK(bench.http.asked().size() == 3);
  }
  SUBCASE("rows that are sorted and long past end it") {
    Row old = newer;
    old.created = "Sat, 09 May 2026 09:00:03 +0000";
    Bench bench;
    bench.http.answer_json(200, page({ours, old}, next, "messages"));
    CHECK(bench.ask(text_question()).value().size() == 1);
  }
  SUBCASE("rows that are not sorted do not end it") {
    Row old = newer;
    old.created = "Sat, 09 May 2026 09:00:03 +0000";
    Bench bench;
    bench.http.answer_json(200, page({old, newer}, next, "messages"));
    bench.http.answer_json(200, page({ours}, "", "messages"));
    CHECK(bench.ask(text_question()).value().size() == 1);
  }
}

TEST_CASE("a text is ours only with the same body") {
  Bench bench;
  bench.http.answer_json(
      200, page({{.sid = "SM00000000000000000000000000000001", .body = "Tomorrow at 10."}}, "", "messages"));
  CHECK(bench.ask(text_question()).value().empty());
}

TEST_CASE("where the sid is known, that record alone is asked for") {
  LookUp question = call_question();
  question.provider_id = "CA00000000000000000000000000000001";
  SUBCASE("found") {
    Bench bench;
    bench.http.answer_json(200, R"({"sid":"CA00000000000000000000000000000001","to":"+15005550010",)"
                                R"("from":"+15005550006","status":"no-answer","date_created":null})");
    const auto found = bench.ask(question).value();
    REQUIRE(found.size() == 1);
    CHECK(found[0].outcome == AttemptOutcome::no_answer);
    CHECK(bench.http.asked().at(0).request.url == root + "Calls/CA00000000000000000000000000000001.json");
  }
  SUBCASE("not there") {
    Bench bench;
    bench.http.answer_json(404, R"({"code":20404})");
    CHECK(bench.ask(question).value().empty());
  }
  SUBCASE("no answer") {
    Bench bench;
    bench.http.answer_json(503, "");
    CHECK(bench.ask(question).error().code == ErrorCode::unavailable);
  }
  SUBCASE("no sid at all") {
    Bench bench;
    question.provider_id = "../Accounts";
    CHECK(bench.ask(question).error().code == ErrorCode::invalid);
    CHECK(bench.http.asked().empty());
  }
}
