#include "store/postgres/foreseen.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "store/postgres/server_answer.h"

namespace courtesy {
namespace {

/// What it was asked for, as a key.
std::string key_of(std::span<const Value> values) {
  std::string key;
  const auto add = [&](auto number) {
    const fmt::format_int digits(number);
    key.append(digits.data(), digits.size());
  };
  for (const auto& value : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value.raw())) {
      add(*number);
    } else if (!value.null()) {
      add(value.text().size());
      key += '"';
      key += value.text();
    }
    key += value.null() ? '0' : ';';
  }
  return key;
}

std::string first_value_of(const std::string& key) { return key.substr(0, key.find(';') + 1); }

}  // namespace

void Foreseen::read(const pg_result* answer) {
  here = true;
  for (const auto& key : keys) answers.try_emplace(key);
  Rows found;
  read_rows(answer, found);
  if (keys.size() == 1) {
    answers[keys[0]] = std::move(found);
    return;
  }
  for (auto& row : found) {
    const auto at = static_cast<std::size_t>(row.front().number() - 1);
    row.erase(row.begin());
    answers[keys.at(at)].push_back(std::move(row));
  }
}

void Foreseen::give_up() {
  answers.clear();
  here = true;
}

void ForeseenAnswers::ask(const StatementNature& nature, std::size_t width, std::span<const Value> rows) {
  const auto is_open = [&](const auto& one) { return &one->nature == &nature && !one->sent; };
  auto open = std::ranges::find_if(all_, is_open);
  if (open == all_.end()) open = all_.insert(open, std::make_unique<Foreseen>(Foreseen{nature, width}));
  Foreseen& asked = **open;
  for (std::size_t at = 0; at < rows.size(); at += width) {
    const auto row = rows.subspan(at, width);
    std::string key = key_of(row);
    // Two that ask for the same would have its answer twice.
    if (!asked.answers.try_emplace(key).second) continue;
    asked.keys.push_back(std::move(key));
    asked.rows.insert(asked.rows.end(), row.begin(), row.end());
  }
}

const Rows* ForeseenAnswers::answer(std::string_view sql, std::span<const Value> values) const {
  std::string key;
  // The newest first: who asks once more wants to know what is so by now.
  for (auto one = all_.rbegin(); one != all_.rend(); ++one) {
    if (!(*one)->here || (*one)->nature.sql != sql) continue;
    if (key.empty()) key = key_of(values);
    const auto known = (*one)->answers.find(key);
    if (known != (*one)->answers.end()) return &known->second;
  }
  return nullptr;
}

void ForeseenAnswers::forget(const StatementNature& written, std::size_t width, std::span<const Value> rows) {
  if (all_.empty() || written.table.empty()) return;
  std::unordered_set<std::string> accounts;
  if (written.of_account) {
    for (std::size_t at = 0; at < rows.size(); at += width) accounts.insert(key_of(rows.subspan(at, 1)));
  }
  for (const auto& one : all_) {
    if (!one->here || !one->nature.names(written.table)) continue;
    if (!written.of_account || !one->nature.of_account) {
      one->answers.clear();
    } else {
      std::erase_if(one->answers, [&](const auto& answer) { return accounts.contains(first_value_of(answer.first)); });
    }
  }
}

}  // namespace courtesy
