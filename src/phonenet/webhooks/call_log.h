// What the application was asked about each call, and what it answered: Calls/{Sid}/Events.
#pragma once

#include <deque>
#include <string>

#include "base/clock.h"
#include "http/message.h"
#include "phonenet/records.h"

namespace courtesy::phonenet {

/// Keeps what was exchanged about the calls that last had anything exchanged for the first time; those before them, and
/// what is too much of one, are forgotten.
class CallLog {
 public:
  /// Keeps those of `calls_kept` calls; 0: nothing is kept.
  CallLog(Shelf<Call>& calls, std::size_t calls_kept) : calls_(calls), kept_(calls_kept) {}

  bool keeps_anything() const { return kept_ > 0; }
  /// Its documents are followed from now on (`Call::trace`), if anything is kept.
  void follow(Call& call);
  /// Nothing for a call that there is none of.
  void add(std::string_view call_sid, Exchanged exchanged);

 private:
  void begin(Call& call);

  Shelf<Call>& calls_;
  std::size_t kept_;
  std::deque<std::string> logged_;  ///< sids, the oldest first
};

}  // namespace courtesy::phonenet
