#include "phonenet/api/expectations.h"

#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

struct Stand : World {
  Stand() {
    app.say("/start",
            R"(<Response><Gather numDigits="1" action="/keys"><Say>To confirm, press 4.</Say></Gather></Response>)");
    app.say("/keys", "<Response><Say>Thank you, it is confirmed.</Say></Response>");
    post("/_/tests", {{"Name", "a <test>"}});
  }
  http::Response post(const std::string& path, const http::Fields& fields = {}) {
    return send({.method = "POST", .url = path, .body = http::encode_form(fields)});
  }
  int expect(http::Fields fields) { return post("/_/expectations", fields).status; }
  std::string verdict() { return post("/_/tests/end").body; }
};

constexpr std::string_view passed = R"("passed":true)";

}  // namespace

TEST_CASE("a call that was expected finds whoever the test put there, and is heard") {
  Stand stand;
  CHECK(stand.expect({{"To", "+12125550101"},
                      {"Says", "to confirm * press 4"},
                      {"Says", "it is confirmed"},
                      {"Script", R"([{ hears = "press 4", wait = 2, presses = "4" }])"}}) == 204);
  stand.call("+12125550101");
  stand.run(minutes{2});
  CHECK(stand.app.values("/keys", "Digits") == "4 ");
  CHECK(stand.verdict().find(passed) != std::string::npos);
  // The next one is nobody's business any more.
  stand.call("+12125550101");
  stand.run(minutes{2});
  CHECK(stand.app.values("/keys", "Digits") == "4 4 ");
}

TEST_CASE("a contact that nobody expected fails the test, whatever it is") {
  Stand stand;
  CHECK(stand.expect({{"To", "+12125550101"}}) == 204);
  stand.call("+12125550101");
  stand.call("+12125550101");
  stand.text("+12125550102", "surprise");
  stand.app.say("/sms", "<Response><Message>an answer</Message></Response>");
  REQUIRE(stand.network.write_in("+12125550103", ours, "hello").ok());
  stand.run(minutes{2});
  const std::string verdict = stand.verdict();
  CHECK(verdict.find(R"("passed":false)") != std::string::npos);
  CHECK(verdict.find("nobody expected the call to +12125550101") != std::string::npos);
  CHECK(verdict.find("nobody expected the text to +12125550102") != std::string::npos);
  CHECK(verdict.find("nobody expected the text to +12125550103") != std::string::npos);
}

TEST_CASE("a number that is dialled from a document is a contact too; what the network answers to STOP is none") {
  Stand stand;
  stand.app.say("/in", "<Response><Dial>+12125550109</Dial></Response>");
  REQUIRE(stand.network.call_in("+12125550101", ours, "ignores").ok());
  REQUIRE(stand.network.write_in("+12125550103", ours, "STOP").ok());
  stand.run(minutes{2});
  const std::string verdict = stand.verdict();
  CHECK(verdict.find("nobody expected the call to +12125550109") != std::string::npos);
  CHECK(verdict.find("+12125550103 (") == std::string::npos);
}

TEST_CASE("what was expected and did not happen, or was not said, fails the test and says so") {
  Stand stand;
  stand.expect({{"To", "+12125550101"}, {"Says", "press 5"}});
  stand.expect({{"To", "+12125550102"}, {"Kind", "text"}, {"Says", "see you"}, {"Times", "2"}});
  stand.call("+12125550101");
  stand.text("+12125550102", "See you tomorrow!");
  stand.run(minutes{2});
  const std::string verdict = stand.verdict();
  CHECK(verdict.find("expected 1 call to +12125550101 saying 'press 5', but there were 0") != std::string::npos);
  CHECK(verdict.find("expected 2 texts to +12125550102 saying 'see you', but there was 1") != std::string::npos);
  CHECK(verdict.find("nobody expected the call to +12125550101") != std::string::npos);
}

TEST_CASE("the report has every test that ended, as JUnit reads it") {
  Stand stand;
  stand.run(minutes{1});
  stand.post("/_/tests", {{"Name", "another"}});
  stand.text("+12125550102", "who & <why>");
  stand.verdict();
  const std::string report = stand.send({.method = "GET", .url = "/_/report.xml"}).body;
  CHECK(report.find(R"(<testsuite name="phones" tests="2" failures="1">)") != std::string::npos);
  CHECK(report.find(R"(name="a &lt;test&gt;" time="60.000"/>)") != std::string::npos);
  CHECK(report.find("who &amp; &lt;why&gt;") != std::string::npos);
}

TEST_CASE("an expectation that makes no sense is refused") {
  Stand stand;
  CHECK(stand.expect({{"To", "somebody"}}) == 400);
  CHECK(stand.expect({{"To", "+12125550101"}, {"Kind", "letter"}}) == 400);
  CHECK(stand.expect({{"To", "+12125550101"}, {"Persona", "nobody"}}) == 400);
  CHECK(stand.expect({{"To", "+12125550101"}, {"Script", "press 1"}}) == 400);
  CHECK(stand.expect({{"To", "+12125550101"}, {"Times", "many"}}) == 400);
  CHECK(stand.expect({{"To", "+12125550101"}, {"Kind", "text"}, {"Persona", "confirms"}}) == 400);
  CHECK(stand.verdict().find(passed) != std::string::npos);
  CHECK(stand.expect({{"To", "+12125550101"}}) == 400);
  CHECK(stand.post("/_/tests/end").status == 409);
}
