#include "phonenet/trace/timeline.h"

#include "phonenet/test_world.h"
#include "twiml/document.h"

using namespace courtesy;
using namespace courtesy::phonenet::testing;
using courtesy::phonenet::CallTale;
using courtesy::phonenet::Moment;
using courtesy::phonenet::Settings;
using courtesy::phonenet::timeline_of;
using courtesy::phonenet::transcript_of;
using courtesy::phonenet::wrapped;

namespace {

constexpr Instant noon = Instant{hours{492'000}};

CallTale tale(std::vector<Moment> moments) {
  CallTale told{.sid = "CA1",
                .to = "+12125550101",
                .from = "+12025550100",
                .direction = "outbound-api",
                .persona = "confirms",
                .status = "completed",
                .began = noon,
                .ended = noon + seconds{20},
                .over = true};
  told.moments = std::move(moments);
  return told;
}

Moment said(milliseconds at, milliseconds length, std::string text) {
  return {.lane = Moment::Lane::document,
          .at = noon + at,
          .until = noon + at + length,
          .what = "Say",
          .text = std::move(text),
          .line = 3};
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Settings logged() {
  Settings settings = settings_with();
  settings.logged_calls = 10;
  return settings;
}

}  // namespace

TEST_CASE("a transcript has a line each moment, with its seconds, who, what and how it ended") {
  const auto text = transcript_of(tale({{.lane = Moment::Lane::person, .at = noon, .until = noon, .what = "rings"},
                                        said(seconds{4}, seconds{2}, "Hello"),
                                        {.lane = Moment::Lane::webhook,
                                         .at = noon + milliseconds{6'540},
                                         .until = noon + milliseconds{6'552},
                                         .what = "POST",
                                         .text = "http://app/key",
                                         .note = "in-progress, 200 in 12 ms"}}));
  CHECK(text ==
        "outbound-api CA1 from +12025550100 to +12125550101 (confirms): completed, 2026-02-16T00:00:00Z\n"
        "    +0.0 s  +12125550101  rings\n"
        "    +4.0 s  document      Say \"Hello\" (line 3)\n"
        "    +6.5 s  webhook       POST http://app/key: in-progress, 200 in 12 ms\n");
}

TEST_CASE("a timeline is well-formed whatever was said, has a name and is described by its transcript") {
  const auto svg = timeline_of(tale({said(seconds{1}, seconds{2}, "Fish & <chips>, \"às\" \x01 seven")}));
  CHECK(twiml::parse(svg).ok());
  CHECK(has(svg, "role=\"img\""));
  CHECK(has(svg, "<title id=\"title\">Call outbound-api from +12025550100 to +12125550101: completed, 20.0 s</title>"));
  CHECK(has(svg, "document      Say &quot;Fish &amp; &lt;chips&gt;"));
  CHECK(has(svg, "prefers-color-scheme: dark"));
}

TEST_CASE("bytes that are no characters do not break the picture, nor does a transcript that is too long for it") {
  for (const auto* bytes : {"\xff", "\xc3", "\xed\xa0\x80", "\xe0\x80\x80", "\xf4\x90\x80\x80", "a\xe2\x82"}) {
    CHECK(twiml::parse(timeline_of(tale({said(seconds{0}, seconds{2}, bytes)}))).ok());
  }
  const std::vector<Moment> many(300, said(seconds{0}, seconds{1}, "ééééééééééééééééééééééééééééééééééééééééé"));
  const auto svg = timeline_of(tale(many));
  CHECK(svg.find("\xef\xbf\xbd") == std::string::npos);
}

TEST_CASE("each lane has its own place, and what lasts is as long as it lasts") {
  const Moment key{.lane = Moment::Lane::person,
                   .at = noon + seconds{2},
                   .until = noon + seconds{2},
                   .what = "presses",
                   .text = "1"};
  const auto svg =
      timeline_of(tale({said(seconds{0}, seconds{4}, "Press 1"), key, said(seconds{4}, seconds{1}, "Thanks")}));
  // The first row begins at 118 and is two lines high, the second at 164, the third at 210: the piece ends there.
  CHECK(has(svg, R"(<rect class="bar document" x="384" y="118" width="4" height="92" rx="2"/>)"));
  CHECK(has(svg, R"(<rect class="bar person" x="100" y="164" width="4" height="34" rx="2"/>)"));
}

TEST_CASE("what was heard as it was said is told once; what was cut short is told") {
  Moment heard{.lane = Moment::Lane::person,
               .at = noon + seconds{2},
               .until = noon + seconds{2},
               .what = "hears",
               .text = "Hello"};
  CHECK_FALSE(has(timeline_of(tale({said(seconds{0}, seconds{2}, "Hello"), heard})), ">hears</text>"));
  heard.note = "cut short";
  CHECK(has(timeline_of(tale({said(seconds{0}, seconds{2}, "Hello"), heard})), ">hears</text>"));
}

TEST_CASE("a call with thousands of moments is drawn as far as anybody looks") {
  std::vector<Moment> many;
  for (int i = 0; i < 1'000; ++i) many.push_back(said(seconds{i}, seconds{1}, "Again"));
  const auto svg = timeline_of(tale(many));
  CHECK(count(svg, "<g class=") == 400);
  CHECK(has(svg, "and 600 more"));
  CHECK(twiml::parse(timeline_of(tale({}))).ok());
}

TEST_CASE("text is broken between words, within a character never, and ends in an ellipsis") {
  CHECK(wrapped("to confirm press one", 10, 9) == std::vector<std::string>{"to confirm", "press one"});
  CHECK(wrapped("http://a.example/very/long", 10, 9) == std::vector<std::string>{"http://a.e", "xample/ver", "y/long"});
  CHECK(wrapped("ééééé", 3, 9) == std::vector<std::string>{"ééé", "éé"});
  CHECK(wrapped("one two three four", 5, 2) == std::vector<std::string>{"one", "two…"});
  CHECK(wrapped("a\nb", 9, 9) == std::vector<std::string>{"a", "b"});
  CHECK(wrapped("", 9, 9).empty());
}

TEST_CASE("the tale of a call has what was said, pressed and asked, in the order of time") {
  World world(logged());
  world.app.say(
      "/start",
      "<Response>\n<Gather numDigits=\"1\" action=\"/key\"><Say>To confirm, press 1</Say></Gather>\n</Response>");
  world.app.say("/key", "<Response><Say>Thank you</Say></Response>");
  const auto of = world.call("+12125550101");
  world.run(minutes{5});
  const auto asked = world.send({.method = "GET", .url = "/_/calls/" + of + "/timeline.txt"});
  CHECK(asked.status == 200);
  std::size_t last = 0;
  for (const auto* part :
       {"rings", "answers", "POST http://app:8800/start: in-progress, 200", "Say \"To confirm, press 1\" (line 2)",
        "hears \"To confirm, press 1\"", "presses \"1\"", "POST http://app:8800/key", "Say \"Thank you\" (line 1)",
        "hang-up: by application", "ends: completed"}) {
    const auto at = asked.body.find(part, last);
    INFO(part << "\n" << asked.body);
    REQUIRE(at != std::string::npos);
    last = at;
  }
  const auto picture = world.send({.method = "GET", .url = "/_/calls/" + of + "/timeline.svg"});
  CHECK(picture.header("Content-Type") == "image/svg+xml");
  CHECK(picture.header("Content-Security-Policy") == "default-src 'none'; style-src 'unsafe-inline'");
  CHECK(has(picture.body, ">Thank you</text>"));
  CHECK(world.send({.method = "GET", .url = "/_/calls/CA0/timeline.svg"}).status == 404);
  CHECK(world.send({.method = "GET", .url = "/_/calls/" + of + "/timeline.pdf"}).status == 404);
}
