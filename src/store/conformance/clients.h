// What every store must keep of clients: the list, what people change, consents. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/client_list.h"
#include "store/conformance/bench.h"
#include "store/join_clients.h"
#include "store/ledger_search.h"
#include "store/queue.h"

namespace courtesy::conformance {

inline std::vector<std::string> names_of(StoreBench& bench, const ClientQuery& query) {
  const auto page = read<ClientPage>(bench, [&](Unit& unit) { return list_clients(unit, query); }).value();
  std::vector<std::string> names;
  for (const auto& one : page.clients) names.push_back(one.client.name);
  return names;
}

inline void clients_are_listed_by_name_and_searched(StoreBench& bench) {
  using Names = std::vector<std::string>;
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.clients().add({.name = "bo 50%", .number = std::string(number)}));
    TRY(unit.clients().add({.name = "Cy", .email = "Cy@maple.example"}));
    TRY(unit.clients().add({.name = "Di", .unreachable = "a sign that no phone number has"}));
    TRY(unit.clients().add({.name = "Ed"}));
    return unit.clients().suppress("cy@maple.example", "staff");
  })));
  CHECK(names_of(bench, {}) == Names{"Ana", "bo 50%", "Cy", "Di", "Ed"});
  CHECK(names_of(bench, {.after = ClientId(2), .limit = 2}) == Names{"Cy", "Di"});
  CHECK(names_of(bench, {.text = "555-01"}) == Names{"Ana", "bo 50%"});
  CHECK(names_of(bench, {.text = "CY@"}) == Names{"Cy"});
  CHECK(names_of(bench, {.text = "0%"}) == Names{"bo 50%"});
  CHECK(names_of(bench, {.text = "_"}).empty());
  CHECK(names_of(bench, {.show = ClientShow::bad}) == Names{"Di"});
  CHECK(names_of(bench, {.show = ClientShow::missing}) == Names{"Ed"});
  CHECK(names_of(bench, {.show = ClientShow::doubled}) == Names{"Ana", "bo 50%"});
  CHECK(names_of(bench, {.show = ClientShow::no_consent}) == Names{"bo 50%", "Cy"});
  CHECK(names_of(bench, {.show = ClientShow::problems}).size() == 5);
  CHECK(names_of(bench, {.show = ClientShow::never}) == Names{"Cy"});
  const auto counts = read<ClientCounts>(bench, count_clients).value();
  CHECK(counts.all == 5);
  CHECK(counts.doubled == 2);
  CHECK(counts.no_consent == 2);
}

inline void a_client_that_was_changed_is_found_by_what_it_was(StoreBench& bench) {
  const Client ana{.id = ClientId(1), .name = "Ana Gil", .number = "+12125550177", .email = "ana@maple.example"};
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.clients().change(ana); })));
  const auto found = ask<ClientId>(
      bench, [](Unit& unit) { return unit.clients().find_or_add({.name = "Ana", .number = std::string(number)}); });
  CHECK(found.value() == ClientId(1));
  CHECK(read<std::int64_t>(bench, [](Unit& unit) { return unit.clients().version(ClientId(1)); }).value() == 2);
  const auto again = ask<ClientId>(bench, [&](Unit& unit) { return unit.clients().add(ana); });
  CHECK(again.error().code == ErrorCode::conflict);
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(unit.clients().change(ana));
    return unit.clients().change(ana);
  })));
}

inline void a_withdrawn_consent_is_given_by_people_alone(StoreBench& bench) {
  const auto consented = [&] {
    return read<bool>(
               bench,
               [](Unit& unit) { return unit.clients().consented(ClientId(1), Channel::text, std::string(number)); })
        .value();
  };
  CHECK(consented());
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.clients().withdraw_consent(ClientId(1), Channel::text, "Kim"));
    return unit.clients().consent(ClientId(1), "on paper");
  })));
  CHECK_FALSE(consented());
  CHECK(committed(write(
      bench, [](Unit& unit) { return unit.clients().record_consent(ClientId(1), Channel::text, "at the desk"); })));
  CHECK(consented());
  CHECK(read<std::vector<ConsentRow>>(bench, [](Unit& unit) { return unit.clients().consents(ClientId(1)); })
            .value()
            .size() == 2);
}

inline void clients_who_are_one_are_joined(StoreBench& bench) {
  const auto bo = ask<ClientId>(bench, [](Unit& unit) -> Result<ClientId> {
    const ClientId id = TRY(unit.clients().add({.name = "Bo", .number = std::string(number)}));
    TRY(unit.clients().record_consent(id, Channel::call, "on paper"));
    TRY(unit.clients().withdraw_consent(id, Channel::text, "Kim"));
    return id;
  });
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(join_clients(unit, {.stays = ClientId(1), .goes = *bo, .take = {.name = true}}, "Kim"));
    return {};
  })));
  CHECK(names_of(bench, {}) == std::vector<std::string>{"Bo"});
  const auto consented = [&](Channel channel) {
    return read<bool>(bench,
                      [&](Unit& unit) { return unit.clients().consented(ClientId(1), channel, std::string(number)); })
        .value();
  };
  CHECK(consented(Channel::call));
  CHECK_FALSE(consented(Channel::text));
  CHECK(ask<ClientId>(bench, [](Unit& unit) { return unit.clients().add({.name = "Cy"}); }).value().value() ==
        bo->value() + 1);
  const auto gone = read<Client>(bench, [&](Unit& unit) { return unit.clients().get(*bo); });
  CHECK(gone.error().code == ErrorCode::not_found);
  const auto found = read<LedgerFound>(bench, [](Unit& unit) { return search_ledger(unit, {.client = ClientId(1)}); });
  CHECK(found.value().lines.at(0).row.code == "clients_joined");
  const auto by_number =
      read<LedgerFound>(bench, [](Unit& unit) { return search_ledger(unit, {.recipient = std::string(number)}); });
  CHECK(by_number.value().lines.at(0).client == "Bo");
}

inline constexpr StoreRule clients_rules[] = {
    {"clients are listed by name and searched", clients_are_listed_by_name_and_searched},
    {"a client that was changed is found by what it was", a_client_that_was_changed_is_found_by_what_it_was},
    {"clients who are one are joined", clients_who_are_one_are_joined},
    {"a withdrawn consent is given by people alone", a_withdrawn_consent_is_given_by_people_alone},
};

}  // namespace courtesy::conformance
