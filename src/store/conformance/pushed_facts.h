// What every store must keep of facts that other systems push, for callers to hear. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "store/conformance/bench.h"
#include "store/fact_book.h"

namespace courtesy::conformance {

inline PushedFact order(const std::string& key, Instant until) {
  return {.name = "order_status",
          .key = key,
          .words = {{"en", "on its way"}, {"es", "en camino"}},
          .pin = Secret<std::string>("4711"),
          .expires_at = until};
}

inline void a_fact_is_found_until_it_expires(StoreBench& bench) {
  const auto words = [&](const char* language, AccountId in = ours) {
    return read<std::optional<std::string>>(
               bench, [=](Unit& unit) { return FactBook(unit).words("order_status", "1234", language); }, in)
        .value();
  };
  const auto still = [&] {
    return read<std::optional<std::string>>(
               bench, [](Unit& unit) { return FactBook(unit).still("order_status", "1234", "en"); })
        .value();
  };
  const auto forget = [&] { return ask<int>(bench, [](Unit& unit) { return FactBook(unit).forget(); }).value(); };
  CHECK(committed(write(bench, [](Unit& unit) { return FactBook(unit).put(order("1234", unit.now() + hours{2})); })));
  CHECK(words("en") == "on its way");
  CHECK(words("es-MX") == "en camino");
  CHECK(words("fr") == "on its way");
  CHECK_FALSE(words("en", theirs));
  bench.pass(hours{2});
  CHECK_FALSE(words("en"));
  CHECK(still() == "on its way");
  CHECK(forget() == 0);
  bench.pass(FactBook::call_lasts);
  CHECK_FALSE(still());
  CHECK(forget() == 1);
}

inline void a_pin_is_its_facts_own(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    TRY(FactBook(unit).put(order("1234", unit.now() + hours{2})));
    PushedFact open = order("5678", unit.now() + hours{2});
    open.pin.reset();
    return FactBook(unit).put(open);
  })));
  const auto right = [&](const char* key, const char* pin) {
    return read<bool>(bench, [=](Unit& unit) { return FactBook(unit).pin_is("order_status", key, pin); }).value();
  };
  CHECK(right("1234", "4711"));
  CHECK_FALSE(right("1234", "4712"));
  CHECK_FALSE(right("5678", "4711"));
  CHECK_FALSE(right("5678", ""));
  CHECK_FALSE(right("9999", "4711"));
}

inline void facts_that_no_call_can_use_are_refused(StoreBench& bench) {
  const auto put = [&](const std::function<void(PushedFact&)>& change) {
    return write(bench,
                 [&](Unit& unit) {
                   PushedFact fact = order("1234", unit.now() + hours{2});
                   change(fact);
                   return FactBook(unit).put(fact);
                 })
        .work;
  };
  CHECK(put([](PushedFact& fact) { fact.key = "@7"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.name = "Order"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.key = "12a"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.key = ""; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words.clear(); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words = {{"english", "x"}}; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words["en"] = std::string(401, 'x'); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.pin = Secret<std::string>("123"); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.pin = Secret<std::string>("12e4"); }).ok());
}

inline constexpr StoreRule pushed_facts_rules[] = {
    {"a fact is found until it expires", a_fact_is_found_until_it_expires},
    {"a PIN is its fact's own", a_pin_is_its_facts_own},
    {"facts that no call can use are refused", facts_that_no_call_can_use_are_refused},
};

}  // namespace courtesy::conformance
