// What every store must keep of an account's templates, and of rules that come and go. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/rules.h"
#include "store/templates.h"

namespace courtesy::conformance {

inline void draft_template(StoreBench& bench, const std::string& words) {
  CHECK(committed(write(bench, [&](Unit& unit) {
    return Templates(unit).keep_draft({.name = "appointment-text", .language = "en", .words = words, .who = "Kim"});
  })));
}

inline void publish_template(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    TRY(Templates(unit).publish("appointment-text", "en", "Kim"));
    return {};
  })));
}

inline std::string live_words(StoreBench& bench, AccountId in = ours) {
  static const flow::Library library = flow::Library::builtin().value();
  return read<std::string>(
             bench,
             [](Unit& unit) -> Result<std::string> {
               return TRY(Templates(unit).text(library, "appointment-text", "en")).words.words();
             },
             in)
      .value();
}

inline void a_template_is_published_and_rolled_back(StoreBench& bench) {
  const flow::Library library = flow::Library::builtin().value();
  const std::string shipped = live_words(bench);
  draft_template(bench, "{{business}}: never");
  draft_template(bench, "{{business}}: one");
  CHECK(live_words(bench) == shipped);
  publish_template(bench);
  CHECK(live_words(bench) == "{{business}}: one");
  draft_template(bench, "{{business}}: two");
  publish_template(bench);
  CHECK(live_words(bench) == "{{business}}: two");
  CHECK(live_words(bench, theirs) == shipped);
  const auto versions =
      read<std::vector<TemplateVersion>>(bench, [](Unit& unit) { return Templates(unit).versions(); }).value();
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].version == 2);
  CHECK(versions[0].live);
  CHECK_FALSE(versions[1].live);
  const auto back = [&](std::int64_t version) {
    return committed(write(bench, [&](Unit& unit) {
      return Templates(unit).make_live(library, "appointment-text", "en", version, "Kim");
    }));
  };
  CHECK(back(1));
  CHECK(live_words(bench) == "{{business}}: one");
  CHECK_FALSE(back(3));
  draft_template(bench, "{{business}}: three");
  publish_template(bench);
  CHECK(back(1));
  // The newest, and what is live wherever it stands; the others when they are asked for.
  const auto some =
      read<std::vector<TemplateVersion>>(bench, [](Unit& unit) { return Templates(unit).versions(1); }).value();
  REQUIRE(some.size() == 2);
  CHECK(some[0].version == 3);
  CHECK(some[1].version == 1);
  CHECK(some[1].live);
  const auto before = read<std::vector<TemplateVersion>>(bench, [](Unit& unit) {
                        return Templates(unit).versions_before("appointment-text", "en", 3, 1);
                      }).value();
  REQUIRE(before.size() == 1);
  CHECK(before[0].version == 2);
  CHECK(back(0));
  CHECK(live_words(bench) == shipped);
  CHECK(read<std::vector<TemplateDraft>>(bench, [](Unit& unit) { return Templates(unit).drafts(); }).value().empty());
}

inline void a_rule_is_retired_once_and_comes_back(StoreBench& bench) {
  const auto retire = [&](AccountId in) {
    return ask<int>(
        bench, [](Unit& unit) { return unit.rules().retire(RuleId(1)); }, in);
  };
  CHECK(retire(ours).value() == 0);
  CHECK(retire(ours).error().code == ErrorCode::not_found);
  CHECK(read<std::size_t>(bench, [](Unit& unit) -> Result<std::size_t> {
          return TRY(unit.rules().waiting()).size();
        }).value() == 0);
  CHECK(committed(write(bench, [](Unit& unit) { return unit.rules().restore(RuleId(1)); })));
  CHECK_FALSE(committed(write(bench, [](Unit& unit) { return unit.rules().restore(RuleId(1)); })));
  CHECK(read<int>(bench, [](Unit& unit) -> Result<int> { return TRY(unit.rules().waiting()).at(RuleId(1)); }).value() ==
        0);
}

inline constexpr StoreRule templates_rules[] = {
    {"a template is published and rolled back", a_template_is_published_and_rolled_back},
    {"a rule is retired once and comes back", a_rule_is_retired_once_and_comes_back},
};

}  // namespace courtesy::conformance
