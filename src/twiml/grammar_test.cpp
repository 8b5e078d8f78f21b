#include "twiml/grammar.h"

#include <doctest/doctest.h>

using namespace courtesy::twiml;

namespace {

std::vector<Finding> findings(std::string_view xml) {
  const auto parsed = parse(xml);
  REQUIRE(parsed.ok());
  return check(*parsed);
}

/// The codes found in one verb.
std::vector<int> codes(std::string_view verb) {
  std::vector<int> found;
  for (const Finding& finding : findings("<Response>" + std::string(verb) + "</Response>"))
    found.push_back(finding.code);
  return found;
}

}  // namespace

TEST_CASE("a usual document has no findings") {
  CHECK(findings("<Response>\n <Gather numDigits='1' timeout='5' action='https://a.example/k' method='POST'>\n"
                 "  <Say language='en-US'>Press 1 <break time='1s'/> now.</Say><Pause length='2'/>\n </Gather>\n"
                 " <Redirect method='POST'>https://a.example/s</Redirect>\n</Response>")
            .empty());
  CHECK(
      findings("<Response><Dial callerId='+1'><Number url='/w'>+12125550123</Number><Queue>q</Queue></Dial></Response>")
          .empty());
  CHECK(findings("<Response><Play digits='1w2'/><Say loop='3'>a</Say><Hangup/></Response>").empty());
}

TEST_CASE("an unknown verb or attribute is a warning with its place: Twilio skips it") {
  const auto found = findings("<Response>\n  <Speak>a</Speak>\n  <Say lang='en'>a</Say>\n</Response>");
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == 12200);
  CHECK(found[0].line == 2);
  CHECK(found[0].column == 3);
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[1].line == 3);
  CHECK(found[1].message.find("language") != std::string::npos);
}

TEST_CASE("names are case-sensitive") { CHECK(codes("<say>a</say>") == std::vector{12200}); }

TEST_CASE("a Gather holds Say, Play and Pause only") {
  CHECK(codes("<Gather action='/a'><Redirect>/b</Redirect></Gather>") == std::vector{13320});
}

TEST_CASE("a Gather or Record without an action is an error, for it would ask for ever") {
  CHECK(codes("<Gather><Say>a</Say></Gather>") == std::vector{0});
  CHECK(codes("<Record/>") == std::vector{0});
}

TEST_CASE("values out of range have Twilio's code") {
  CHECK(codes("<Gather action='/a' timeout='0'/>") == std::vector{13313});
  CHECK(codes("<Gather action='/a' numDigits='one'/>") == std::vector{13314});
  CHECK(codes("<Gather action='/a' finishOnKey='12'/>") == std::vector{13310});
  CHECK(codes("<Gather action='/a' finishOnKey=''/>").empty());
  CHECK(codes("<Gather action='/a' method='PUT'/>") == std::vector{13312});
  CHECK(codes("<Pause length='-1'/>") == std::vector{13910});
  CHECK(codes("<Say loop='1001'>a</Say>") == std::vector{13510});
  CHECK(codes("<Play digits='12a'/>") == std::vector{13430});
  CHECK(codes("<Reject reason='no'/>") == std::vector{13810});
}

TEST_CASE("an empty Say, and one too long to be spoken, are found") {
  CHECK(codes("<Say/>") == std::vector{13520});
  CHECK(codes("<Say>" + std::string(3001, 'a') + "</Say>") == std::vector{13521});
}

TEST_CASE("text outside a Say is found") { CHECK(codes("hello<Hangup/>") == std::vector{12200}); }

TEST_CASE("verbs that can never run are found") {
  CHECK(codes("<Redirect>/a</Redirect><Say>a</Say>") == std::vector{0});
  CHECK(codes("<Hangup/><Say>a</Say>") == std::vector{0});
  CHECK(codes("<Say>a</Say><Reject/>") == std::vector{0});
  CHECK(codes("<Dial action='/a'>+12125550123</Dial><Hangup/>") == std::vector{0});
}

TEST_CASE("a root that is not Response is an error") {
  const auto found = findings("<Answer/>");
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == 12102);
  CHECK(found[0].severity == Severity::error);
}
