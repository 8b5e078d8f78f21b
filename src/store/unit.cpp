#include "store/unit.h"

#include "store/accounts.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/audio_files.h"
#include "store/capacity.h"
#include "store/clients.h"
#include "store/closed_days.h"
#include "store/feeds.h"
#include "store/flows.h"
#include "store/held.h"
#include "store/ledger.h"
#include "store/prompts.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/recordings.h"
#include "store/ring_backs.h"
#include "store/rules.h"
#include "store/staffing.h"
#include "store/tally.h"
#include "store/trips.h"

namespace courtesy {

struct Unit::Words {
  explicit Words(Unit& unit)
      : accounts(unit),
        agents(unit),
        appointments(unit),
        attempts(unit),
        audio_files(unit),
        clients(unit),
        closed_days(unit),
        feeds(unit),
        flows(unit),
        held(unit),
        ledger(unit),
        pacing(unit),
        prompts(unit),
        queue(unit),
        recipients(unit),
        recordings(unit),
        ring_backs(unit),
        rules(unit),
        tally(unit),
        trips(unit) {}
  Accounts accounts;
  Agents agents;
  Appointments appointments;
  Attempts attempts;
  AudioFiles audio_files;
  Clients clients;
  ClosedDays closed_days;
  Feeds feeds;
  Flows flows;
  Held held;
  Ledger ledger;
  Pacing pacing;
  Prompts prompts;
  Queue queue;
  Recipients recipients;
  Recordings recordings;
  RingBacks ring_backs;
  Rules rules;
  Tally tally;
  Trips trips;
};

Unit::Unit(Db& db, AccountId account, Instant now, const StoreSettings& settings, NodeEpoch node)
    : db_(db),
      account_(account),
      now_(now),
      settings_(settings),
      node_(std::move(node)),
      words_(std::make_unique<Words>(*this)) {}
Unit::~Unit() = default;

Accounts& Unit::accounts() { return words_->accounts; }
Agents& Unit::agents() { return words_->agents; }
Appointments& Unit::appointments() { return words_->appointments; }
Attempts& Unit::attempts() { return words_->attempts; }
AudioFiles& Unit::audio_files() { return words_->audio_files; }
Clients& Unit::clients() { return words_->clients; }
ClosedDays& Unit::closed_days() { return words_->closed_days; }
Feeds& Unit::feeds() { return words_->feeds; }
Flows& Unit::flows() { return words_->flows; }
Held& Unit::held() { return words_->held; }
Ledger& Unit::ledger() { return words_->ledger; }
Pacing& Unit::pacing() { return words_->pacing; }
Prompts& Unit::prompts() { return words_->prompts; }
Queue& Unit::queue() { return words_->queue; }
Recipients& Unit::recipients() { return words_->recipients; }
Recordings& Unit::recordings() { return words_->recordings; }
RingBacks& Unit::ring_backs() { return words_->ring_backs; }
Rules& Unit::rules() { return words_->rules; }
Tally& Unit::tally() { return words_->tally; }
Trips& Unit::trips() { return words_->trips; }

}  // namespace courtesy
