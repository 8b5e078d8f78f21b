// Status callbacks: told, and the answer ignored; by the seeded faults lost, late or told twice.
#pragma once

#include <string>

#include "phonenet/delays.h"
#include "phonenet/journal.h"
#include "phonenet/settings.h"
#include "phonenet/webhooks/webhooks.h"

namespace courtesy::phonenet {

class Callbacks {
 public:
  Callbacks(Webhooks& webhooks, Delays& delays, Journal& journal, const Settings& settings)
      : webhooks_(webhooks),
        delays_(delays),
        journal_(journal),
        settings_(settings),
        random_(stream(settings.seed, "callbacks")) {}

  /// About the call or text `sid`. `failed` (may be empty): a code and what happened, when it was not taken with 2xx.
  void tell(Webhook webhook, std::string sid, UniqueFunction<void(int, std::string)> failed);

 private:
  void send(Webhook webhook, std::string sid, UniqueFunction<void(int, std::string)> failed);
  void note(const std::string& sid, std::string fault, const Webhook& webhook);

  Webhooks& webhooks_;
  Delays& delays_;
  Journal& journal_;
  const Settings& settings_;
  SeededRandom random_;
};

}  // namespace courtesy::phonenet
