#include "app/commands.h"

#include <array>

#include "app/account_commands.h"
#include "app/backup_command.h"
#include "app/closed_commands.h"
#include "app/demo_command.h"
#include "app/failsafe_command.h"
#include "app/feed_commands.h"
#include "app/flow_commands.h"
#include "app/hand_commands.h"
#include "app/import_command.h"
#include "app/key_commands.h"
#include "app/ledger_commands.h"
#include "app/line_commands.h"
#include "app/machines_command.h"
#include "app/manual_commands.h"
#include "app/pacing_command.h"
#include "app/person_commands.h"
#include "app/phones_command.h"
#include "app/phones_lint_command.h"
#include "app/plan_command.h"
#include "app/rehearse_command.h"
#include "app/rule_commands.h"
#include "app/serve_command.h"
#include "app/setup_command.h"
#include "app/simulate_command.h"
#include "app/stop_commands.h"
#include "app/store_commands.h"
#include "app/vectors_command.h"
#include "app/voice_commands.h"
#include "app/why_command.h"

namespace courtesy::app {

std::span<const CommandEntry> all_commands() {
  static const std::array entries{
      CommandEntry{"demo", "a clinic's day to watch: page, server and phone network; nobody real is called",
                   make_demo_command},
      CommandEntry{"import", "a calendar (.ics) or a table (.csv) becomes appointments, or is only shown",
                   make_import_command},
      CommandEntry{"why", "what happened to an appointment's reminders, in plain sentences", make_why_command},
      CommandEntry{"rehearse", "a day of an account, and nobody is contacted: what would go out",
                   make_rehearse_command},
      CommandEntry{"ledger verify", "whether the ledger is still what was written", make_ledger_verify_command},
      CommandEntry{"ledger prune", "erases bodies that are old enough; rows stay", make_ledger_prune_command},
      CommandEntry{"ledger", "what is on record, and whether it is still what was written", make_ledger_command},
      CommandEntry{"serve", "the server: reminds, answers the phone calls, shows the page", make_serve_command},
      CommandEntry{"stop", "stops all sending, at once", make_stop_command},
      CommandEntry{"release", "says what would go out, and lets it go", make_release_command},
      CommandEntry{"failsafe", "what is stopped now, by whom and why; what tripped, and who decided it",
                   make_failsafe_command},
      CommandEntry{"held list", "reminders that wait for a person's yes", make_held_list_command},
      CommandEntry{"held release", "lets them go: each is judged again", make_held_release_command},
      CommandEntry{"held discard", "they are not sent", make_held_discard_command},
      CommandEntry{"doubt list", "attempts of which nobody knows whether they reached anybody",
                   make_doubt_list_command},
      CommandEntry{"doubt decide", "what became of one: reached, not_reached or again", make_doubt_decide_command},
      CommandEntry{"plan", "how long contacts take if those who ring back are to find somebody", make_plan_command},
      CommandEntry{"pacing", "how fast an account's contacts go out, and who takes callbacks", make_pacing_command},
      CommandEntry{"account create", "a new business", make_account_create_command},
      CommandEntry{"account set", "how far it is known, and whether a lost text is sent again",
                   make_account_set_command},
      CommandEntry{"account list", "the businesses", make_account_list_command},
      CommandEntry{"setup", "the operator, and the first business with its owner", make_setup_command},
      CommandEntry{"person list", "who may sign in, and what each is in which account", make_person_list_command},
      CommandEntry{"person invite", "a link by which somebody comes into an account", make_person_invite_command},
      CommandEntry{"person remove", "out of an account, or wholly", make_person_remove_command},
      CommandEntry{"person reset", "a link for a new password; the second factor goes too if it must",
                   make_person_reset_command},
      CommandEntry{"key make", "a key of the API: test, guest or live", make_key_make_command},
      CommandEntry{"key list", "an account's keys of the API", make_key_list_command},
      CommandEntry{"key revoke", "a key is good no more", make_key_revoke_command},
      CommandEntry{"backup", "the database and its key as they are now, also while a server works on them",
                   make_backup_command},
      CommandEntry{"store move", "the whole house to another database: a file to a server, or back",
                   make_store_move_command},
      CommandEntry{"line list", "which flow answers which number, and what callers may do", make_line_list_command},
      CommandEntry{"line set", "a flow answers a number", make_line_set_command},
      CommandEntry{"line remove", "a number is answered by nobody, or as usual", make_line_remove_command},
      CommandEntry{"line allow", "whether callers are put through, and until when they may cancel",
                   make_line_allow_command},
      CommandEntry{"line reopen", "codes are taken again on a number where they were guessed",
                   make_line_reopen_command},
      CommandEntry{"rule add", "when to remind, and how", make_rule_add_command},
      CommandEntry{"rule list", "an account's rules", make_rule_list_command},
      CommandEntry{"rule remove", "nobody is reminded by it any more", make_rule_remove_command},
      CommandEntry{"closed add", "a date on which the business is closed, or several in a row",
                   make_closed_add_command},
      CommandEntry{"closed list", "on which weekdays the business works, and when it is closed",
                   make_closed_list_command},
      CommandEntry{"closed change", "other dates, or another name", make_closed_change_command},
      CommandEntry{"closed remove", "open after all", make_closed_remove_command},
      CommandEntry{"closed week", "on which weekdays the business works, and whether calls go out when it is closed",
                   make_closed_week_command},
      CommandEntry{"feed add", "a calendar that the server reads from its address, again and again",
                   make_feed_add_command},
      CommandEntry{"feed list", "an account's feeds, and how the last look at each ended", make_feed_list_command},
      CommandEntry{"feed remove", "a feed is read no more", make_feed_remove_command},
      CommandEntry{"flow new", "a phone call of your own, proven first", make_flow_new_command},
      CommandEntry{"flow check", "every reason why it may not ring anybody yet, with its place",
                   make_flow_check_command},
      CommandEntry{"flow test", "plays its conversations/*.toml: who presses what, what must be heard and happen",
                   make_flow_test_command},
      CommandEntry{"flow walk", "every path through it, each as a transcript; what they cover, and the longest call",
                   make_flow_walk_command},
      CommandEntry{"flow play", "a phone in the terminal: you are called by it", make_flow_play_command},
      CommandEntry{"flow diagram", "draws it: states, keys, the machine's way, and in red what no conversation proves",
                   make_flow_diagram_command},
      CommandEntry{"flow publish", "an account's calls take it from now on; those in progress end on theirs",
                   make_flow_publish_command},
      CommandEntry{"flow versions", "what an account has published, and which version is live",
                   make_flow_versions_command},
      CommandEntry{"flow use", "an older version again, or the program's own", make_flow_use_command},
      CommandEntry{"voice script", "what is to be recorded of a flow: file names, words and lengths",
                   make_voice_script_command},
      CommandEntry{"voice import", "takes in a folder of recordings, and says which are missing",
                   make_voice_import_command},
      CommandEntry{"voice list", "which sentences are recorded, and which a robot reads", make_voice_list_command},
      CommandEntry{"phones lint", "what a real carrier would have punished an application for, as a network saw it",
                   make_phones_lint_command},
      CommandEntry{"phones", "a phone network of scripted people, for trying things out", make_phones_command},
      CommandEntry{"machines", "what each way to handle answering machines comes to, measured", make_machines_command},
      CommandEntry{"simulate", "clinics in virtual time in which everything fails: what must hold is checked",
                   make_simulate_command},
      CommandEntry{"manual page", "the manual page, or bash's completion, for where the system looks",
                   make_manual_page_command},
      CommandEntry{"manual completion", "what bash completes", make_manual_completion_command},
      CommandEntry{"vectors", "runs the domain's rules as data against the program", make_vectors_command},
  };
  return entries;
}

}  // namespace courtesy::app
