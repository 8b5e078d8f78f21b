// What every store must keep of texts that came in. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/inbox.h"

namespace courtesy::conformance {

inline void text_comes(StoreBench& bench, const std::string& sender, const std::string& body) {
  bench.pass(seconds{1});
  CHECK(committed(write(bench, [&](Unit& unit) {
    return Inbox(unit).add({.provider_id = "SM", .sender = sender, .body = body, .read_as = "unclear"});
  })));
}

inline std::vector<Conversation> conversations(StoreBench& bench, std::optional<InboxPlace> after, int limit,
                                               AccountId in = ours) {
  return read<std::vector<Conversation>>(
             bench, [&](Unit& unit) { return Inbox(unit).list(after, limit); }, in)
      .value();
}

inline int unread_texts(StoreBench& bench) {
  return read<int>(bench, [](Unit& unit) { return Inbox(unit).unread_texts(); }).value();
}

inline void texts_are_listed_read_and_forgotten(StoreBench& bench) {
  text_comes(bench, "+12125550101", "one");
  text_comes(bench, "+12125550102", "two");
  text_comes(bench, "+12125550101", "three");
  const auto first = conversations(bench, std::nullopt, 1);
  REQUIRE(first.size() == 1);
  CHECK(first[0].sender == "+12125550101");
  CHECK(first[0].unread == 2);
  const auto rest = conversations(bench, InboxPlace{.newest = first[0].newest, .sender = first[0].sender}, 10);
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].sender == "+12125550102");
  CHECK(conversations(bench, std::nullopt, 10, theirs).empty());

  const auto mark = [&](const std::string& sender, bool yes) {
    return committed(write(bench, [&](Unit& unit) { return Inbox(unit).mark(sender, yes, "Kim"); }));
  };
  CHECK(mark("+12125550101", true));
  CHECK(unread_texts(bench) == 1);
  CHECK(mark("+12125550101", false));
  CHECK(unread_texts(bench) == 2);
  CHECK_FALSE(mark("+12125550109", true));
  const auto all = read<Exchange>(bench, [](Unit& unit) { return Inbox(unit).with("+12125550101", 10); }).value();
  REQUIRE(all.texts.size() == 2);
  CHECK(all.texts[0].body == "three");
  CHECK_FALSE(all.texts[0].read_at);
  CHECK(all.texts[1].read_at);

  bench.pass(seconds{1});
  const auto forget = [&](int limit) {
    return ask<int>(bench, [&](Unit& unit) { return Inbox(unit).forget(unit.now(), limit); }).value();
  };
  CHECK(forget(2) == 2);
  CHECK(forget(2) == 1);
  CHECK(conversations(bench, std::nullopt, 10).empty());
}

inline constexpr StoreRule inbox_rules[] = {
    {"texts that came in are listed by sender, read, and forgotten", texts_are_listed_read_and_forgotten},
};

}  // namespace courtesy::conformance
