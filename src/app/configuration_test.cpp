#include "app/configuration.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

class ConfigurationHouse : public CommandHouse {
 public:
  ConfigurationHouse() { chmod(file("token", "s3cret\n").c_str(), 0600); }

  /// `more` stands before the [twilio] table.
  Result<Configuration> read(const std::string& more, const std::string& behind = {}) {
    return read_configuration(
        file("c.toml", "database = \"courtesy.db\"\npublic_url = \"https://reminders.example.org\"\n" + more +
                           "\n[twilio]\naccount_sid = \"AC00000000000000000000000000000001\"\n"
                           "auth_token_file = \"token\"\n" +
                           behind));
  }
  void refused(const std::string& more, std::string_view where, std::string_view why, const std::string& behind = {}) {
    const auto configuration = read(more, behind);
    REQUIRE_FALSE_MESSAGE(configuration.ok(), more);
    CHECK_MESSAGE(contains(configuration.error().message, "c.toml:" + std::string(where)),
                  configuration.error().message);
    CHECK_MESSAGE(contains(configuration.error().message, why), configuration.error().message);
  }
};

}  // namespace

TEST_CASE("production is stated explicitly, or it is not production") {
  ConfigurationHouse house;
  CHECK_FALSE(house.read("").value().production);
  CHECK_FALSE(house.read("environment = \"Production\"").value().production);
  CHECK_FALSE(house.read("environment = \"staging\"").value().production);
  CHECK(house.read("environment = \"production\"").value().production);
}

TEST_CASE("paths are seen from the file's folder, and a secret is read from its file") {
  ConfigurationHouse house;
  const auto configuration = house.read("").value();
  CHECK(configuration.database == house.file("courtesy.db"));
  CHECK(configuration.database_cache_mib == 16);
  CHECK(house.read("database_cache_mib = 64").value().database_cache_mib == 64);
  CHECK(configuration.twilio.auth_token.reveal() == "s3cret");
  CHECK(configuration.address == "127.0.0.1");
  CHECK(configuration.port == 8'080);
}

TEST_CASE("what is wrong is told with line and column, and how to mend it") {
  ConfigurationHouse house;
  house.refused("environment = 3", "3:", "text in quotes");
  house.refused("enviroment = \"production\"", "3:", "no key that is known here");
  house.refused("allow_list = \"+1\"", "3:", "must be a list");
  house.refused("database_cache_mib = 0", "3:", "1 to 4096");
  house.refused("[listen]\nport = 70000", "4:", "0 to 65535");
  house.refused("[listen]\naddress = \"0.0.0.0\"", "4:", "reverse proxy");
  house.refused("[pace]\ncalls_per_second = 0", "4:", "0.01");
  house.refused("[smtp]\nhost = \"mail.example.org\"", "3:", "smtp.domain");
  house.refused("environment = ", "3:", "");
  house.refused("", "7:", "names a file that cannot be used", "signing_key_files = [\"missing\"]");
  house.refused("", "7:", "signing_key_files", "api_key_sid = \"SK00000000000000000000000000000001\"");
}

TEST_CASE("what cannot be half of one is not cut in silence, and paces may be") {
  ConfigurationHouse house;
  house.refused("[watch]\ntest_reminder_minutes = 0.9", "4:", "whole number");
  house.refused("[listen]\nport = 0.9", "4:", "whole number");
  house.refused("account = 1.5", "3:", "whole number");
  house.refused("[pace]\nplaces_in_flight = 1.5", "4:", "whole number");
  CHECK(house.read("[pace]\ncalls_per_second = 0.5").value().pace.calls_per_second == 0.5);
}

TEST_CASE("periods that would turn health red, or leave out a way of ringing, are refused with both keys") {
  ConfigurationHouse house;
  house.refused("[watch]\nevery_seconds = 300\nmissed_after_seconds = 60", "5:", "every_seconds");
  CHECK(house.read("[watch]\nevery_seconds = 30\nmissed_after_seconds = 60").ok());
  house.refused("[watch]\nevery_seconds = 90", "", "missed_after_seconds");
  const std::string who = "from = \"+12125550190\"\n[[pager.operator]]\nname = \"Kim\"\nphone = \"+12125550150\"";
  house.refused("[pager]\nset_every_minutes = 5\nstep_after_minutes = 30\n" + who, "4:", "step_after_minutes");
  house.refused("[pager]\nset_every_minutes = 10\nstep_after_minutes = 5\n" + who, "4:", "step_after_minutes");
  CHECK(house.read("[pager]\nset_every_minutes = 11\nstep_after_minutes = 5\n" + who).ok());
}

TEST_CASE("operators are read with their numbers, and one who cannot be reached is refused with the place") {
  ConfigurationHouse house;
  const std::string pager = "[pager]\nfrom = \"+12125550190\"\n";
  const auto configuration = house.read(pager + "[[pager.operator]]\nname = \"Kim\"\nphone = \"+12125550150\"").value();
  REQUIRE(configuration.watch.pager.operators.size() == 1);
  CHECK(configuration.watch.pager.operators[0].phone == "+12125550150");
  CHECK(configuration.watch.expects_probe);
  CHECK(house.read("dispatch = false").value().role == Role::watch);
  CHECK(house.read("").value().role == Role::all);
  CHECK(house.read("role = \"worker\"").value().role == Role::worker);
  CHECK_FALSE(house.read("role = \"wroker\"").ok());
  CHECK_FALSE(house.read("role = \"web\"\ndispatch = false").ok());
  house.refused(pager, "", "[[pager.operator]]");
  house.refused(pager + "[[pager.operator]]\nname = \"Kim\"", "", "one is needed");
  house.refused(pager + "[[pager.operator]]\nname = \"Kim\"\nphone = \"555\"", "7:", "+12125550123");
  house.refused(pager + "[[pager.operator]]\nname = \"Kim\"\nemail = \"kim@example.org\"", "", "email_from");
  house.refused("[watch]\ntest_reminder_minutes = 90", "4:", "0 to 60");
  house.refused("dispatch = 1", "3:", "true or false");
}

TEST_CASE("how long bodies are kept is said in days, recordings no longer than the others") {
  ConfigurationHouse house;
  const auto usual = house.read("").value();
  CHECK(usual.retention.bodies == std::chrono::days{90});
  CHECK(usual.retention.recordings == std::chrono::days{30});
  CHECK(house.read("").value().deletion.takes);
  CHECK_FALSE(house.read("").value().deletion.messages);
  CHECK(house.read("[recordings]\ndelete_messages = true").value().deletion.messages);
  house.refused("[recordings]\ndelete_takes = 1", "4:", "true or false");
  CHECK(house.read("[ledger]\nbodies_days = 14\nrecordings_days = 7").value().retention.bodies ==
        std::chrono::days{14});
  house.refused("[ledger]\nbodies_days = 3", "4:", "7 to 2200");
  house.refused("[ledger]\nbodies_days = 14\nrecordings_days = 15", "5:", "at most");
}

TEST_CASE("the pager has an account and a mail server of its own, or a start says what that means") {
  ConfigurationHouse house;
  const std::string kim = "[[pager.operator]]\nname = \"Kim\"\nphone = \"+12125550150\"\n";
  const std::string pager = "[pager]\nfrom = \"+12125550190\"\nemail_from = \"pager@ops.example\"\n";
  const std::string own =
      "[pager.twilio]\naccount_sid = \"AC00000000000000000000000000000002\"\nauth_token_file = \"token\"\n"
      "[pager.smtp]\nhost = \"mail.ops.example\"\n";
  const auto with_own = house.read(pager + own + kim + "email = \"kim@ops.example\"\n").value();
  REQUIRE(with_own.pager_twilio);
  CHECK(with_own.pager_twilio->account_sid == "AC00000000000000000000000000000002");
  REQUIRE(with_own.pager_mail);
  CHECK(with_own.pager_mail->host == "mail.ops.example");
  CHECK(pager_warnings(with_own).empty());
  const auto shared = pager_warnings(house.read(pager + kim).value());
  REQUIRE(shared.size() == 2);
  CHECK(contains(shared[0], "[pager.twilio]"));
  CHECK(contains(shared[1], "email address"));
  const auto nobody = pager_warnings(house.read("environment = \"production\"").value());
  REQUIRE(nobody.size() == 1);
  CHECK(contains(nobody[0], "Nobody is paged"));
  CHECK(pager_warnings(house.read("").value()).empty());
  house.refused(pager + "[pager.smtp]\nhost = \"m\"\ndomain = \"example.org\"\n" + kim, "", "no key");
}

TEST_CASE("a secret that others may read is refused, and the message does not quote it") {
  ConfigurationHouse house;
  chmod(house.file("token").c_str(), 0640);
  const auto configuration = house.read("");
  REQUIRE_FALSE(configuration.ok());
  CHECK(contains(configuration.error().message, "chmod 600"));
  CHECK_FALSE(contains(configuration.error().message, "s3cret"));
}
