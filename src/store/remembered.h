// What a unit has read and not written since: asked for again, it costs no statement. Nobody else writes it meanwhile,
// since the unit holds its account's guard row, or reads a snapshot.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

namespace courtesy {

template <typename IdType, typename T>
class Remembered {
 public:
  /// Nothing when it is not known.
  const T* find(IdType id) const {
    const auto known = all_.find(id);
    return known == all_.end() ? nullptr : &known->second;
  }
  /// At most `most`: then all are forgotten, as a unit goes on to what it has not seen yet.
  void keep(IdType id, const T& read) {
    if (all_.size() == most) all_.clear();
    all_.insert_or_assign(id, read);
  }
  /// To be called by whoever writes it.
  void forget(IdType id) { all_.erase(id); }

 private:
  static constexpr std::size_t most = 256;
  std::map<IdType, T> all_;
};

}  // namespace courtesy
