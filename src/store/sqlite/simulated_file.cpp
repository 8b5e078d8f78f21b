#include "store/sqlite/simulated_file.h"

#include <algorithm>

#include "base/result.h"

namespace courtesy {
namespace {

/// Where a write may break: the sector borders strictly inside of it.
std::vector<std::uint64_t> borders(std::uint64_t offset, std::uint64_t size) {
  std::vector<std::uint64_t> found;
  for (std::uint64_t at = (offset / sector_bytes + 1) * sector_bytes; at < offset + size; at += sector_bytes) {
    found.push_back(at - offset);
  }
  return found;
}

}  // namespace

void SimulatedFile::write(std::uint64_t offset, std::string_view bytes) {
  change({.offset = offset, .bytes = std::string(bytes), .truncation = false});
}

void SimulatedFile::truncate(std::uint64_t size) { change({.offset = size, .bytes = {}, .truncation = true}); }

void SimulatedFile::change(Change change) {
  apply(content_, change);
  if (!temporary_) changes_.push_back(std::move(change));
}

void SimulatedFile::sync() {
  for (auto& change : changes_) {
    if (change.fate == Fate::pending) change.fate = Fate::durable;
  }
  fold();
}

void SimulatedFile::fail_sync() {
  for (auto& change : changes_) {
    if (change.fate == Fate::pending) change.fate = Fate::doubtful;
  }
}

void SimulatedFile::crash(Random& random) {
  static constexpr double luck[] = {0, 0.5, 0.95, 1};
  const double kept = luck[random.below(std::size(luck))];
  for (const auto& change : changes_) {
    if (change.fate == Fate::durable) {
      apply(durable_, change);
    } else {
      apply_as_chance_says(durable_, change, kept, random);
    }
  }
  changes_.clear();
  content_ = durable_;
  named_ = true;
}

void SimulatedFile::damage(std::uint64_t offset) {
  INVARIANT(offset < content_.size());
  const char changed = static_cast<char>(content_[offset] ^ 0x5a);
  write(offset, std::string_view(&changed, 1));
  sync();
}

void SimulatedFile::apply(std::string& bytes, const Change& change) {
  if (change.truncation) {
    // A file grows by writing alone: a truncation that comes to a shorter file, since writes before it were lost, is
    // no change.
    if (change.offset < bytes.size()) bytes.resize(change.offset);
    return;
  }
  if (bytes.size() < change.offset + change.bytes.size()) bytes.resize(change.offset + change.bytes.size(), '\0');
  std::copy(change.bytes.begin(), change.bytes.end(), bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void SimulatedFile::apply_as_chance_says(std::string& bytes, const Change& change, double kept, Random& random) {
  if (random.chance(kept)) return apply(bytes, change);
  const auto inside = change.truncation ? std::vector<std::uint64_t>{} : borders(change.offset, change.bytes.size());
  if (inside.empty() || random.chance(0.5)) return;
  const std::uint64_t border = inside[random.below(inside.size())];
  const bool head = random.chance(0.5);
  Change part{.offset = head ? change.offset : change.offset + border,
              .bytes = head ? change.bytes.substr(0, border) : change.bytes.substr(border),
              .truncation = false};
  apply(bytes, part);
}

/// What is durable up to the first change that is not, needs no list any more.
void SimulatedFile::fold() {
  const auto open =
      std::find_if(changes_.begin(), changes_.end(), [](const Change& change) { return change.fate != Fate::durable; });
  for (auto change = changes_.begin(); change != open; ++change) apply(durable_, *change);
  changes_.erase(changes_.begin(), open);
}

}  // namespace courtesy
