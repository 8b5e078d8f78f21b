#include "store/postgres/seen_marks.h"

#include <set>

namespace courtesy {

void SeenMarks::saw(Mark mark) {
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = newest_.try_emplace(mark.account, mark);
  if (is_new) return;
  if (mark.seq > known->second.seq) {
    known->second = std::move(mark);
  } else {
    doubtful_ = true;
  }
}

bool SeenMarks::doubtful() const {
  const std::lock_guard lock(mutex_);
  return doubtful_;
}

Result<std::vector<SeenMarks::Mark>> SeenMarks::missing(Db& db) const {
  std::vector<Mark> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [account, mark] : newest_) all.push_back(mark);
  }
  std::vector<Value> rows;
  for (const Mark& mark : all) rows.insert(rows.end(), {mark.account, mark.seq, mark.link});
  std::set<AccountId> there;
  for (const Row& row :
       TRY(db.run_all("SELECT l.account FROM ledger l WHERE l.account = $1 AND l.seq = $2 AND l.link = $3", 3, rows)))
    there.insert(row.back().id<AccountId>());
  std::erase_if(all, [&](const Mark& mark) { return there.contains(mark.account); });
  return all;
}

void SeenMarks::forget(const std::vector<Mark>& lost) {
  const std::lock_guard lock(mutex_);
  doubtful_ = false;
  for (const Mark& mark : lost) {
    const auto known = newest_.find(mark.account);
    if (known != newest_.end() && known->second.link == mark.link) newest_.erase(known);
  }
}

Result<ServerPlace> place_of(Db& db) {
  const Row row =
      TRY(db.run("SELECT (SELECT system_identifier::text FROM pg_control_system()),"
                 " substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8),"
                 " (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint"))[0];
  return ServerPlace{.system = row[0].text(), .timeline = row[1].text(), .log_bytes = row[2].number()};
}

}  // namespace courtesy
