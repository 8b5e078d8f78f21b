#include "api/retold.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/test_house.h"
#include "flow/builtin.h"
#include "flow/definition.h"
#include "interlock/trip.h"

using namespace courtesy;
using namespace courtesy::api;

namespace {

const http::Headers spanish{{"Accept-Language", "es-MX,es;q=0.9"}};

std::string in_spanish(std::string_view english) { return retold(english, Language::es); }

std::string with_all(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// All sources but these tables, and the flows that come with the program, as their strings read: those that go on in
/// the next line are one.
std::string sources() {
  std::string all;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(COURTESY_SOURCE_DIR) / "src")) {
    const std::string name = file.path().filename().string();
    const bool source = name.ends_with(".cpp") || name.ends_with(".h");
    if (!source || name.ends_with("_test.cpp") || name.starts_with("retold_")) continue;
    std::ostringstream bytes;
    bytes << std::ifstream(file.path()).rdbuf();
    all += bytes.str();
  }
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(COURTESY_SOURCE_DIR) / "flows")) {
    std::ostringstream bytes;
    if (file.path().filename() == "flow.toml") bytes << std::ifstream(file.path()).rdbuf();
    all += bytes.str();
  }
  std::string joined;
  for (std::size_t at = 0; at < all.size(); ++at) {
    const std::size_t next = all[at] == '"' ? all.find_first_not_of(" \n", at + 1) : std::string::npos;
    const bool goes_on = next != std::string::npos && next != at + 1 && all[next] == '"';
    if (goes_on) at = next;
    if (!goes_on) joined += all[at];
  }
  return with_all(std::move(joined), "\\\"", "\"");
}

std::vector<std::string> pieces_of(std::string_view shape) {
  std::vector<std::string> pieces;
  for (auto at = shape.find("{}"); at != std::string_view::npos; at = shape.find("{}")) {
    pieces.emplace_back(shape.substr(0, at));
    shape.remove_prefix(at + 2);
  }
  pieces.emplace_back(shape);
  return pieces;
}

std::vector<InEach> all_retold() {
  std::vector<InEach> all;
  for (const auto table : {retold_refusals(), retold_findings(), retold_titles()})
    all.insert(all.end(), table.begin(), table.end());
  return all;
}

int holes_in(std::string_view shape) {
  int holes = 0;
  for (std::size_t at = 0; at + 1 < shape.size(); ++at) {
    const bool numbered = at + 2 < shape.size() && shape[at + 1] >= '0' && shape[at + 1] <= '9' && shape[at + 2] == '}';
    if (shape[at] == '{' && (shape[at + 1] == '}' || numbered)) ++holes;
  }
  return holes;
}

}  // namespace

TEST_CASE("a sentence is found by its shape, its values stay, and one among them is said again too") {
  CHECK(in_spanish("`start` must be a date like 2026-05-12") == "`start` debe ser una fecha como 2026-05-12");
  CHECK(in_spanish("`number` cannot be used: phone number: too short for US; is the area code there?") ==
        "`number` no sirve: teléfono: demasiado corto para US; ¿lleva el código de área?");
  CHECK(in_spanish("line 7: its DTSTART is no date or time like 20260512T090000") ==
        "línea 7: su DTSTART no es una fecha u hora como 20260512T090000");
  CHECK(in_spanish("nothing is called {{doctor}}: there are business and when") ==
        "no hay nada que se llame {{doctor}}: hay business and when");
  CHECK(in_spanish("not a date: write it as 2026-11-25") == "no es una fecha: escríbala como 2026-11-25");
}

TEST_CASE("what tripped is kept as a stop's reason, and said again with its figures") {
  for (const Trip& trip : {Trip{TripRule::volume_hour, 101, 100, ""}, Trip{TripRule::provider_errors, 7, 5, "call"},
                           Trip{TripRule::spend, 12'340, 9'000, ""}})
    CHECK(in_spanish(in_words(trip)) == in_words(trip, Language::es));
}

TEST_CASE("what is not known, and everything for an English reader, stays as it is") {
  CHECK(in_spanish("the flow has no opening") == "the flow has no opening");
  CHECK(in_spanish("") == "");
  CHECK(retold("no such client", Language::en) == "no such client");
}

TEST_CASE("what is said again is what some source says, word for word") {
  const std::string all = sources();
  REQUIRE(all.size() > 1'000'000);
  for (const InEach& one : all_retold()) {
    CAPTURE(one.en);
    for (const std::string& piece : pieces_of(with_all(std::string(one.en), "\\", "\\\\")))
      CHECK(all.find(piece) != std::string::npos);
  }
}

TEST_CASE("each is another sentence in Spanish, and keeps its values") {
  for (const InEach& one : all_retold()) {
    CAPTURE(one.en);
    CHECK(one.en != one.es);
    CHECK(holes_in(one.es) <= holes_in(one.en));
    if (one.es.find("{1}") == std::string_view::npos && !one.en.starts_with("one of the two") &&
        one.en.find("the {} is UTF") == std::string_view::npos)
      CHECK(holes_in(one.es) == holes_in(one.en));
  }
}

TEST_CASE("no sentence is hidden behind an earlier one that fits it") {
  for (const InEach& one : all_retold()) {
    if (holes_in(one.en) > 0) continue;
    CAPTURE(one.en);
    CHECK(in_spanish(one.en) == one.es);
  }
}

TEST_CASE("a refusal is in the language of whoever asks, with the same code") {
  ApiHouse house;
  const auto problem_in = [&](const http::Headers& headers) {
    const auto answer = house.ask("GET", "/v1/clients/99", "", headers);
    CHECK(answer.status == 404);
    return boost::json::parse(answer.body);
  };
  CHECK(text_at(problem_in({}), "/detail") == "no such client");
  const auto told = problem_in(spanish);
  CHECK(text_at(told, "/detail") == "no existe ese cliente");
  CHECK(text_at(told, "/title") == "No existe");
  CHECK(text_at(told, "/code") == "not_found");
}

TEST_CASE("every flow that comes with the program has a title in each language") {
  for (const std::string& name : flow::builtin_flows()) {
    const auto flow = flow::load_builtin(name);
    REQUIRE(flow);
    CAPTURE(name);
    CHECK(in_spanish(flow->definition().title) != flow->definition().title);
  }
}

TEST_CASE("who has signed out is told in Spanish, before it is known who asks") {
  ApiHouse house;
  const auto answer = house.ask_bare("GET", "/v1/day", "", spanish);
  CHECK(answer.status == 401);
  CHECK(text_at(boost::json::parse(answer.body), "/title") == "Inicie sesión");
}
