#include "schedule/machines.h"

#include <doctest/doctest.h>

#include <utility>

namespace courtesy {
namespace {

template <typename Word>
Word beyond_all() {
  return static_cast<Word>(99);
}

TEST_CASE("each way to handle answering machines has a word, which is read back as written") {
  constexpr std::pair<Machines, std::string_view> words[] = {{Machines::ask_first_hint, "ask_first_hint"},
                                                             {Machines::ask_first_repeat, "ask_first_repeat"},
                                                             {Machines::ask_first, "ask_first"},
                                                             {Machines::keypress, "keypress"},
                                                             {Machines::keyless, "keyless"},
                                                             {Machines::detect, "detect"},
                                                             {Machines::ignore, "ignore"}};
  CHECK(std::size(words) == all_machines.size());
  for (const auto& [machines, word] : words) {
    CHECK(to_string(machines) == word);
    CHECK(parse_machines(word) == machines);
  }
  CHECK_FALSE(parse_machines("hang_up"));
  CHECK(to_string(beyond_all<Machines>()) == "ask_first_hint");
}

TEST_CASE("only who asks first, or says nothing with keys in it, may speak to a machine again and again") {
  for (const Machines one : {Machines::ask_first_hint, Machines::ask_first_repeat}) {
    CHECK(way_of(one).answer == "ask_first");
    CHECK_FALSE(way_of(one).one_copy);
    CHECK_FALSE(way_of(one).only_to_persons);
  }
  CHECK(way_of(Machines::ask_first).one_copy);
  CHECK(way_of(Machines::ask_first).answer == "ask_first");
  CHECK(way_of(Machines::keypress).only_to_persons);
  CHECK(way_of(Machines::keyless).answer == "keyless");
  CHECK(way_of(Machines::detect).answer == "same_for_all");
  CHECK(way_of(Machines::detect).one_copy);
  CHECK(way_of(Machines::ignore).answer == "same_for_all");
  CHECK_FALSE(way_of(Machines::ignore).one_copy);
  CHECK(way_of(beyond_all<Machines>()).answer == "ask_first");
}

}  // namespace
}  // namespace courtesy
