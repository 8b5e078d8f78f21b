// docs/reference/flow.schema.json, which editors check flow.toml against, knows what the reader knows.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "flow/builtin.h"
#include "flow/fields.h"
#include "flow/questions.h"
#include "flow/test_flow.h"
#include "flow/toml_reading.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;
namespace json = boost::json;

namespace {

using Names = std::set<std::string, std::less<>>;

json::value schema() {
  std::ifstream file(COURTESY_SOURCE_DIR "/docs/reference/flow.schema.json");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return json::parse(bytes.str());
}

Names words_at(const json::value& root, std::string_view pointer) {
  Names words;
  for (const json::value& word : root.at_pointer(pointer).as_array()) words.emplace(word.as_string());
  return words;
}

Names keys_at(const json::value& root, std::string_view pointer) {
  Names keys;
  for (const auto& [key, value] : root.at_pointer(pointer).as_object()) keys.emplace(key);
  return keys;
}

template <typename List>
Names set_of(const List& list) {
  Names names;
  for (const auto& one : list) names.emplace(one);
  return names;
}

void known(const toml::table& table, const Names& keys, const std::string& where) {
  for (const auto& [key, value] : table) {
    CHECK_MESSAGE(keys.contains(key.str()), where << ": " << key.str());
  }
}

bool is_unknown(const Files& files, std::string_view key) {
  const auto faults = Flow::faults_of(files);
  return std::any_of(faults.begin(), faults.end(), [&](const Finding& finding) {
    return finding.code == "unknown-key" &&
           finding.message.find(fmt::format("has no \"{}\"", key)) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("the schema's words are those of the code") {
  const json::value root = schema();
  Names actions;
  for (const Action action : all_actions) actions.emplace(to_string(action));
  CHECK(words_at(root, "/definitions/action/anyOf/0/enum") == actions);
  CHECK(words_at(root, "/definitions/transition/properties/when/enum") == set_of(flag_names));
  CHECK(words_at(root, "/definitions/state/properties/purpose/enum") == set_of(code_purposes));
  Names questions;
  for (const QuestionKind& kind : question_kinds()) questions.emplace(kind.name);
  CHECK(words_at(root, "/definitions/state/properties/ask/enum") == questions);
  for (const std::string& kind : words_at(root, "/definitions/state/properties/kind/enum")) {
    CHECK(parse_field_kind(kind).has_value());
  }
}

TEST_CASE("the schema allows no key that the reader does not have") {
  const json::value root = schema();
  for (const std::string& key : keys_at(root, "/definitions/state/properties")) {
    CAPTURE(key);
    CHECK(!is_unknown(changed(small_flow(), "flow.toml", "repeats = 1\n", key + " = 1\n"), key));
  }
  for (const std::string& key : keys_at(root, "/properties")) {
    CAPTURE(key);
    if (key == "states") continue;
    CHECK(!is_unknown(changed(small_flow(), "flow.toml", "languages = [\"en\"]\n", key + " = 1\n"), key));
  }
  CHECK(is_unknown(changed(small_flow(), "flow.toml", "repeats = 1\n", "wishes = 1\n"), "wishes"));
}

TEST_CASE("every key of the shipped flows is in the schema") {
  const json::value root = schema();
  const Names top = keys_at(root, "/properties");
  const Names of_state = keys_at(root, "/definitions/state/properties");
  const Names of_transition = keys_at(root, "/definitions/transition/properties");
  int states = 0;
  for (const std::string& name : builtin_flows()) {
    const Files files = builtin_files(name);
    const auto file = std::find_if(files.begin(), files.end(), [](const auto& one) { return one.name == "flow.toml"; });
    REQUIRE(file != files.end());
    const toml::parse_result parsed = toml::parse(file->bytes);
    REQUIRE(static_cast<bool>(parsed));
    known(parsed.table(), top, name);
    for (const auto& [state, value] : *parsed.table()["states"].as_table()) {
      ++states;
      known(*value.as_table(), of_state, name);
      const toml::table* on = (*value.as_table())["on"].as_table();
      if (on == nullptr) continue;
      for (const auto& [input, way] : *on) {
        if (const toml::table* table = way.as_table()) known(*table, of_transition, name);
      }
    }
  }
  CHECK(states > 50);
}
