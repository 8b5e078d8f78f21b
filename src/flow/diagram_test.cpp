#include "flow/diagram.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "flow/builtin.h"
#include "flow/checker.h"
#include "flow/conversation.h"
#include "flow/diagram_card.h"
#include "flow/sample_facts.h"
#include "flow/test_flow.h"
#include "twiml/document.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

Flow loaded(const std::vector<Flow::File>& files) {
  auto flow = Flow::load("small", files);
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

Proof proof_by(const std::vector<Walk>& walks) { return {.conversations = walks.size(), .covered = covered(walks)}; }

std::vector<Walk> all_walks(const Flow& flow) {
  auto walks = walk(flow, sample_facts(flow, "en"));
  REQUIRE(walks.ok());
  return *walks;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What is drawn, without the styles that name every class.
std::string shapes(const std::string& svg) { return svg.substr(svg.find("</defs>")); }

}  // namespace

TEST_CASE("a diagram is XML, and shows every state, key and action") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = *load_builtin(name);
    const auto svg = diagram(flow, {.proof = proof_by(all_walks(flow))});
    REQUIRE(svg.ok());
    const auto parsed = twiml::parse(*svg);
    CHECK_MESSAGE(parsed.ok(), (parsed.ok() ? "" : parsed.error().message));
    for (const State& state : flow.definition().states) CHECK(contains(*svg, ">" + state.name + "</text>"));
    CHECK(contains(*svg, ">1</text>"));
    const bool machines = !machine_states(flow.definition()).empty();
    CHECK(contains(*svg, "a machine may hear it") == machines);
    CHECK(contains(*svg, "prefers-color-scheme: dark"));
  }
}

TEST_CASE("a diagram needs nothing from elsewhere") {
  const Flow flow = *load_builtin("appointment-reminder");
  const std::string svg = *diagram(flow, {});
  CHECK(!contains(svg, "href"));
  CHECK(!contains(svg, "<script"));
  CHECK(!contains(svg, "@import"));
  CHECK(svg.find("http", svg.find("http") + 1) == std::string::npos);  // the name space alone
}

TEST_CASE("red is what no conversation goes through, and nothing else") {
  const Flow flow = loaded(small_flow());
  const auto walks = all_walks(flow);
  const std::string whole = shapes(*diagram(flow, {.proof = proof_by(walks)}));
  CHECK(!contains(whole, "class=\"unproven\""));
  CHECK(!contains(whole, "class=\"red"));
  const std::string part = shapes(*diagram(flow, {.proof = proof_by({walks.front()})}));  // 1, then 1: not the machine
  CHECK(contains(part, "class=\"unproven\""));
  CHECK(contains(part, ">no conversation</text>"));
  CHECK(contains(part, "class=\"red pill\""));
  CHECK(contains(part, "1 conversation goes through 3 of 4 states"));
}

TEST_CASE("calls are counted on the cards and the lines, with those who hung up") {
  const Flow flow = loaded(small_flow());
  Calls calls{.all = 10};
  for (int i = 0; i < 6; ++i) calls.traffic.add({{{"opening", "1"}, {"menu", "1"}}, "bye"});
  for (int i = 0; i < 3; ++i) calls.traffic.add({{{"opening", "1"}, {"menu", "hung_up"}}, "end"});
  calls.traffic.add({{}, "opening"});
  calls.now["opening"] = 1;
  const std::string svg = shapes(*diagram(flow, {.calls = &calls}));
  CHECK(contains(svg, ">10 calls, 1 now</text>"));
  CHECK(contains(svg, ">10 calls</text>"));
  CHECK(contains(svg, ">1 now</text>"));
  CHECK(contains(svg, ">9 · 90 %</text>"));  // opening to menu
  CHECK(contains(svg, ">6 · 67 %</text>"));  // menu to bye
  CHECK(contains(svg, ">3 · 33 %</text>"));  // hung up there
  CHECK(contains(svg, "edge busy3"));
  CHECK(contains(svg, " idle\""));
  CHECK(!contains(shapes(*diagram(flow, {})), " idle\""));
}

TEST_CASE("a diagram in Spanish has no word of the program's in English") {
  for (const std::string& name : builtin_flows()) {
    const Flow flow = *load_builtin(name);
    const Calls calls{.all = 0};
    const std::string svg = shapes(*diagram(flow, {.language = Language::es, .calls = &calls}));
    for (const std::string_view english :
         {">asks", ">speaks", "the call is", "hangs up", "no key", "any other", "heard again", " times", ">looks up",
          ">runs", ">to ", ">if ", "hint", ">a machine may", "version ", " now<", " calls<"}) {
      CHECK_MESSAGE(!contains(svg, english), name << ": " << english);
    }
    CHECK(contains(svg, ">contestan</text>"));
    CHECK(contains(svg, ">cuelga</text>"));
  }
}

TEST_CASE("inputs that lead to the same and do the same stand in one row") {
  const Flow flow = loaded(small_flow());
  const Coverage whole = all_of(flow.definition());
  const auto cards = cards_of(flow.definition(), {}, {{"menu", "Press 1."}});
  const auto& menu = cards[2];
  REQUIRE(menu.name == "menu");
  REQUIRE(menu.rows.size() == 4);
  CHECK(menu.rows[0].does == "confirm");
  CHECK(menu.rows[1].does == "heard again, up to 1 time");
  CHECK(menu.rows[1].goes == CardRow::Goes::round);
  REQUIRE(menu.rows[2].caps.size() == 2);
  CHECK(menu.rows[2].caps[0].text == "any other key");
  CHECK(menu.rows[2].caps[1].text == "no key");
  CHECK(menu.rows[2].does == "asks again, 2 times in all");
  CHECK(menu.rows[3].to == "bye");
  CHECK(cards[0].rows[0].to == "menu");
  CHECK(cards[1].machine);
  CHECK(cards[1].rows[0].goes == CardRow::Goes::ends);
  CHECK(!whole.states.empty());
}

TEST_CASE("no text runs out of its card, whatever the flow's author writes") {
  const std::string name = "wwwwwwwwwwmmmmmmmmmmwwwwwwwwwwmmmmmmmmmm";  // as wide as a name may be
  const std::string said = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze & <3";
  Files files = changed(small_flow(), "flow.toml", "\"machine\"", "\"" + name + "\"");
  files = changed(files, "flow.toml", "[states.machine]", "[states." + name + "]");
  files = changed(files, "flow.toml", "[states.machine.on]", "[states." + name + ".on]");
  files = with(without(files, "machine.xml"), name + ".xml",
               goes_on("Donaudampfschifffahrtsgesellschaftskapitaensmuetze &amp; &lt;3. {{business}}, about {{when}}, "
                       "which is soon: {{callback_number}}"));
  const Flow flow = loaded(files);
  const auto svg = diagram(flow, {});
  REQUIRE(svg.ok());
  CHECK(twiml::parse(*svg).ok());
  CHECK(contains(*svg, "&amp; &lt;3"));
  CHECK(!contains(shapes(*svg), ">" + name + "<"));  // cut short
  const double room = card::width - 2 * card::padding;
  for (const Card& one : cards_of(flow.definition(), {}, {{name, said}, {"menu", said}})) {
    for (const std::string& line : one.prompt) CHECK(text_width(line, card::prompt_font) <= room);
    CHECK(one.height() >= card::header);
    if (!one.rows.empty()) CHECK(one.port(one.rows.size() - 1) + card::row / 2 <= one.height());
  }
}
