#include "ledger/chain.h"

#include <doctest/doctest.h>

#include <vector>

using namespace courtesy;

namespace {

constexpr AccountId account{1};

/// Five rows, each with a body, chained from nothing.
std::vector<ChainedRow> chained() {
  std::vector<ChainedRow> rows;
  std::string link;
  for (int i = 1; i <= 5; ++i) {
    ChainedRow one{.row = {.seq = i,
                           .at = from_millis(1'000 * i),
                           .kind = "sent",
                           .code = "accepted",
                           .client = ClientId(7),
                           .appointment = AppointmentId(8),
                           .rule = RuleId(2),
                           .start = "2026-05-13T11:30",
                           .attempt = AttemptId(i),
                           .channel = "call",
                           .body = "{\"n\":" + std::to_string(i) + "}"},
                   .has_body = true,
                   .salt = salt_of("key", link, i),
                   .digest = {},
                   .link = {}};
    one.digest = body_digest(one.salt, one.row.body);
    one.link = link = chain_link(link, account, one.row, one.digest);
    rows.push_back(one);
  }
  return rows;
}

/// The seq of the row at which the chain breaks; 0: it holds, 6: only its head is wrong.
std::int64_t breaks_at(const std::vector<ChainedRow>& rows) {
  ChainWalk walk(account, 0, "");
  for (const auto& row : rows) {
    if (!walk.take(row).empty()) return walk.seq() + 1;
  }
  return walk.at_head(5, chained().back().link).empty() ? 0 : 6;
}

}  // namespace

TEST_CASE("a chain that nobody touched holds, to its head") {
  CHECK(breaks_at(chained()) == 0);
  ChainWalk walk(account, 0, "");
  for (const auto& row : chained()) CHECK(walk.take(row).empty());
  CHECK(walk.rows() == 5);
  CHECK(walk.erased() == 0);
}

TEST_CASE("whatever is changed in a row, the chain breaks there") {
  const auto with = [](auto change) {
    auto rows = chained();
    change(rows[2]);
    return breaks_at(rows);
  };
  CHECK(with([](auto& one) { one.row.at += milliseconds{1}; }) == 3);
  CHECK(with([](auto& one) { one.row.kind = "error"; }) == 3);
  CHECK(with([](auto& one) { one.row.code = "refused"; }) == 3);
  CHECK(with([](auto& one) { one.row.client = ClientId(9); }) == 3);
  CHECK(with([](auto& one) { one.row.appointment = AppointmentId(9); }) == 3);
  CHECK(with([](auto& one) { one.row.rule = RuleId(9); }) == 3);
  CHECK(with([](auto& one) { one.row.start += "Z"; }) == 3);
  CHECK(with([](auto& one) { one.row.attempt = AttemptId(9); }) == 3);
  CHECK(with([](auto& one) { one.row.channel = "text"; }) == 3);
  CHECK(with([](auto& one) { one.row.body = "{\"n\":4}"; }) == 3);
  CHECK(with([](auto& one) { one.salt += "x"; }) == 3);
  CHECK(with([](auto& one) { one.digest = ""; }) == 3);
  CHECK(with([](auto& one) { one.link = ""; }) == 3);
  // What was moved from one field to its neighbour is another row.
  CHECK(with([](auto& one) {
          one.row.kind = "sentac";
          one.row.code = "cepted";
        }) == 3);
}

TEST_CASE("a row taken out, doubled or made up is found, also at the end") {
  auto rows = chained();
  rows.erase(rows.begin() + 1);
  CHECK(breaks_at(rows) == 2);
  rows = chained();
  rows.insert(rows.begin() + 1, rows[1]);
  CHECK(breaks_at(rows) == 3);
  rows = chained();
  rows.pop_back();
  CHECK(breaks_at(rows) == 6);
}

TEST_CASE("the chain of another account is another chain") {
  ChainWalk walk(AccountId(2), 0, "");
  CHECK_FALSE(walk.take(chained()[0]).empty());
}

TEST_CASE("a row rewritten with all that follows has another head") {
  auto rows = chained();
  rows[3].row.code = "refused";
  std::string link = rows[2].link;
  for (std::size_t i = 3; i < rows.size(); ++i) {
    rows[i].link = link = chain_link(link, account, rows[i].row, rows[i].digest);
  }
  CHECK(breaks_at(rows) == 6);
}

TEST_CASE("an erased body leaves a chain that holds, and a count of what is gone") {
  auto rows = chained();
  for (auto& one : rows) {
    one.has_body = false;
    one.row.body.clear();
    one.salt.clear();
  }
  CHECK(breaks_at(rows) == 0);
  ChainWalk walk(account, 0, "");
  for (const auto& row : rows) CHECK(walk.take(row).empty());
  CHECK(walk.erased() == 5);
}

TEST_CASE("salts differ from row to row, and cannot be made again with another key") {
  CHECK(salt_of("key", "a", 1) != salt_of("key", "a", 2));
  CHECK(salt_of("key", "a", 1) != salt_of("key", "b", 1));
  CHECK(salt_of("key", "a", 1) != salt_of("kez", "a", 1));
  CHECK(salt_of("key", "a", 1).size() == 22);
}
