#include "store/ledger_prune.h"

#include "base/recipient_key.h"
#include "store/inbox.h"
#include "store/ledger.h"
#include "store/recipients.h"
#include "store/recordings.h"
#include "store/sessions.h"
#include "store/staff_tasks.h"

namespace courtesy {
namespace {

/// The same words beside the ledger: what a call's steps said (with the token that answered them), a text's words, an
/// import's rows, and who was contacted. The attempt stays, and so does its recipient: the link in an old email must
/// still end all contact.
Result<int> erase_beside(Unit& unit, Instant before, int limit) {
  int erased = 0;
  for (const auto& row : TRY(unit.db().run("SELECT attempt, recipient FROM attempt WHERE account = $1 AND secret <> ''"
                                           " AND look_at IS NULL AND ended_at < $2 ORDER BY attempt LIMIT $3",
                                           {unit.account(), before, limit}))) {
    const auto attempt = row[0].id<AttemptId>();
    TRY(unit.db().run("DELETE FROM call_step WHERE account = $1 AND attempt = $2", {unit.account(), attempt}));
    TRY(unit.db().run("DELETE FROM callback_seen WHERE account = $1 AND attempt = $2", {unit.account(), attempt}));
    TRY(unit.db().run("DELETE FROM recipient_contact WHERE recipient = $1 AND account = $2 AND attempt = $3",
                      {recipient_key(row[1].text()), unit.account(), attempt}));
    TRY(unit.db().run("UPDATE attempt SET text = '', secret = '' WHERE account = $1 AND attempt = $2",
                      {unit.account(), attempt}));
    ++erased;
  }
  // Of texts and calls that came in, about no attempt.
  TRY(unit.db().run("DELETE FROM callback_seen WHERE account = $1 AND attempt = 0 AND at < $2",
                    {unit.account(), before}));
  TRY(unit.recipients().forget_lost(before));
  TRY(unit.db().run("UPDATE import SET result = '{}' WHERE account = $1 AND at < $2 AND result <> '{}'",
                    {unit.account(), before}));
  return erased;
}

}  // namespace

Result<int> prune_ledger(Unit& unit, const LedgerRetention& limits) {
  TRY(limits.check());
  int erased = TRY(unit.ledger().erase_bodies(unit.now() - limits.bodies, prune_batch));
  if (erased < prune_batch) {
    erased += TRY(unit.ledger().erase_spoken(unit.now() - limits.recordings, prune_batch - erased));
  }
  if (erased < prune_batch) erased += TRY(erase_beside(unit, unit.now() - limits.bodies, prune_batch - erased));
  // What callers said is a recording of a call; one that nobody has heard yet is not lost before what was written is.
  if (erased < prune_batch) {
    erased += TRY(unit.recordings().forget_messages(unit.now() - limits.recordings, unit.now() - limits.bodies,
                                                    prune_batch - erased));
  }
  if (erased < prune_batch) {
    erased +=
        TRY(Sessions(unit).forget(unit.now() - limits.recordings, unit.now() - limits.bodies, prune_batch - erased));
  }
  if (erased < prune_batch) {
    erased += TRY(StaffTasks(unit).forget_numbers(unit.now() - limits.bodies, prune_batch - erased));
  }
  if (erased < prune_batch) erased += TRY(Inbox(unit).forget(unit.now() - limits.bodies, prune_batch - erased));
  return erased;
}

}  // namespace courtesy
