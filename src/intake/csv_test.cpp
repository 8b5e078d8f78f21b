#include "intake/csv.h"

#include <doctest/doctest.h>

#include "intake/calendar_for_tests.h"
#include "intake/csv_table.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace courtesy::intake::for_tests;

namespace {

CsvForm european() { return {.date_order = DateOrder::day_month_year, .time_form = TimeForm::h24}; }

Import table(const std::string& bytes, const CsvForm& form = european(), const Reading& how = reading()) {
  auto import = read_csv(bytes, form, how);
  REQUIRE_MESSAGE(import.ok(), import.error().message);
  return *import;
}

std::string refusal(const std::string& bytes, const CsvForm& form = european()) {
  const auto import = read_csv(bytes, form, reading());
  REQUIRE_FALSE(import.ok());
  return import.error().message;
}

const std::string headers = "Name,Phone,Date,Time\n";

}  // namespace

TEST_CASE("a row becomes an appointment by the account's clock, wherever its columns stand") {
  const Import import = table("time,NAME , phone,date\n09:30,Ana Gil,+34 600 123 456,12/05/2026\n");
  REQUIRE(import.appointments.size() == 1);
  const Booked& booked = import.appointments[0];
  CHECK(booked.name == "Ana Gil");
  CHECK(booked.number->e164() == "+34600123456");
  CHECK(courtesy::to_string(booked.start.local) == "2026-05-12T09:30");
  CHECK(booked.start.zone == "Europe/Madrid");
  CHECK(booked.start.authority == Authority::local);
  CHECK(booked.line == 2);
  CHECK(import.events == 1);
}

TEST_CASE("the order of a date is stated, and the same text is another day in another order") {
  const std::string bytes = headers + "A,+34600123456,03/04/2026,09:00\n";
  CHECK(starts(table(bytes)) == "2026-04-03T07:00:00Z");
  CHECK(starts(table(bytes, {.date_order = DateOrder::month_day_year, .time_form = TimeForm::h24})) ==
        "2026-03-04T08:00:00Z");
  CHECK(contains(refusal(bytes, {.time_form = TimeForm::h24}), "order"));
  CHECK(contains(refusal(bytes, {.date_order = DateOrder::day_month_year}), "24 hours"));
}

TEST_CASE("a date in another order or form than stated is a report with its line, and the other rows go on") {
  const Import import = table(headers +
                              "A,+34600123456,2026-05-12,09:00\n"
                              "B,+34600123456,31/02/2026,09:00\n"
                              "C,+34600123456,05/13/2026,09:00\n"
                              "D,+34600123456,12/05/26,09:00\n"
                              "E,+34600123456,12/05/2026,9:00 am\n"
                              "F,+34600123456,12/05/2026,24:00\n"
                              "G,+34600123456,,09:00\n"
                              "H,+34600123456,46000,0.375\n"
                              "I,+34600123456,12/05/2026,09:00\n");
  CHECK(import.appointments.size() == 1);
  REQUIRE(import.reports.size() == 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK(import.reports[i].line == static_cast<int>(i) + 2);
  CHECK(contains(import.reports[0].reason, "day, month, year"));
  CHECK(import.events == 9);
}

TEST_CASE("separators, quotes and line ends are read as spreadsheets write them") {
  for (const std::string& bytes :
       {std::string("name;phone;date;time\r\n\"Gil; Ana\";+34600123456;12/05/2026;09:00\r\n"),
        std::string("name\tphone\tdate\ttime\nGil; Ana\t+34600123456\t12/05/2026\t09:00"),
        std::string("sep=|\nname|phone|date|time\nGil; Ana|+34600123456|12/05/2026|09:00\n"),
        std::string("\xEF\xBB\xBFname,phone,date,time\rGil; Ana,'+34600123456,12/05/2026,09:00\r")}) {
    CAPTURE(bytes);
    const Import import = table(bytes);
    REQUIRE(import.appointments.size() == 1);
    CHECK(import.appointments[0].name == "Gil; Ana");
    CHECK(import.appointments[0].number->e164() == "+34600123456");
  }
  const Import quoted =
      table(headers + "\"Ana \"\"Nita\"\"\nGil\",+34600123456,12/05/2026,09:00\nB,,13/05/2026,09:00\n");
  REQUIRE(quoted.appointments.size() == 2);
  CHECK(quoted.appointments[0].name == "Ana \"Nita\" Gil");
  CHECK(quoted.appointments[1].line == 4);
  CHECK(quoted.appointments[1].unreachable.empty());
}

TEST_CASE("UTF-16 tables with a byte order mark are read") {
  const std::string bytes = headers + "Andr\xC3\xA9,+34600123456,12/05/2026,09:00\n";
  CHECK(table(utf16(bytes, false)).appointments.at(0).name == "Andr\xC3\xA9");
  CHECK(table(utf16(bytes, true)).appointments.at(0).name == "Andr\xC3\xA9");
}

TEST_CASE("column names that are not UTF-8 are said to be that, where one is looked for in vain") {
  const std::string row = "Ana,+34600123456,12/05/2026,09:00\n";
  CsvForm form = european();
  form.columns.number = "Tel\xC3\xA9";
  CHECK(contains(refusal("name,Tel\xE9,date,time\n" + row, form), "\"CSV UTF-8\""));
  // What is not looked for may be called anything.
  CHECK(table("name,phone,date,time,a\xF1o\n" + row).appointments.size() == 1);
}

TEST_CASE("a missing column is an error that lists the headers found") {
  const std::string message = refusal("Nombre;Phone;Date;Time\nA;+34600123456;12/05/2026;09:00\n");
  CHECK(contains(message, "\"name\""));
  CHECK(contains(message, "\"Nombre\", \"Phone\", \"Date\", \"Time\""));
  CHECK(contains(refusal("name,phone,date,time,Name\n"), "twice"));
  CHECK(contains(refusal(""), "empty"));
  CHECK(contains(refusal("\n\n"), "empty"));
  CsvForm with_id = european();
  with_id.columns.id = "booking";
  CHECK(contains(refusal(headers, with_id), "\"booking\""));
}

TEST_CASE("a row whose quotes or cells do not fit is a report") {
  const Import cells = table(headers + "Gil, Ana,+34600123456,12/05/2026,09:00\nB,+34600123456,12/05/2026,09:00,,\n");
  CHECK(cells.appointments.size() == 1);
  REQUIRE(cells.reports.size() == 1);
  CHECK(cells.reports[0].line == 2);
  const Import quote = table(headers + "A,+34600123456,12/05/2026,09:00\n\"B,+34600123456,12/05/2026,09:00\nC,,,\n");
  CHECK(quote.appointments.size() == 1);
  REQUIRE(quote.reports.size() == 1);
  CHECK(quote.reports[0].line == 3);
  CHECK(contains(quote.reports[0].reason, "never closed"));
  const Import junk = table(headers + "\"A\"x,+34600123456,12/05/2026,09:00\nB,+34600123456,12/05/2026,09:00\n");
  CHECK(junk.appointments.size() == 1);
  CHECK(junk.reports.size() == 1);
  const Import latin = table(headers + "Andr\xE9,+34600123456,12/05/2026,09:00\nB,+34600123456,12/05/2026,09:00\n");
  CHECK(latin.appointments.size() == 1);
  CHECK(contains(latin.reports.at(0).reason, "UTF-8"));
  CHECK(table(headers + "A,+34600123456\n").reports.size() == 1);
}

TEST_CASE("date and time may share a column, with an offset that makes it a point in time") {
  CsvForm form = european();
  form.columns.start = "start";
  const std::string head = "name,phone,start\nA,+34600123456,";
  CHECK(starts(table(head + "12/05/2026 09:00\n", form)) == "2026-05-12T07:00:00Z");
  CHECK(starts(table(head + "\"12/05/2026, 09:00:00\"\n", form)) == "2026-05-12T07:00:00Z");
  form.date_order = DateOrder::year_month_day;
  CHECK(starts(table(head + "2026-05-12T09:00\n", form)) == "2026-05-12T07:00:00Z");
  const Import instant = table(head + "2026-05-12T09:00:00.000-04:00\n", form);
  CHECK(starts(instant) == "2026-05-12T13:00:00Z");
  CHECK(instant.appointments[0].start.authority == Authority::instant);
  CHECK(courtesy::to_string(instant.appointments[0].start.local) == "2026-05-12T15:00");
  CHECK(starts(table(head + "2026-05-12 09:00Z\n", form)) == "2026-05-12T09:00:00Z");
  CHECK(table(head + "2026-05-12\n", form).reports.size() == 1);
}

TEST_CASE("a column of zones is by name, and an unknown one is a report") {
  CsvForm form = european();
  form.columns.zone = "zone";
  const Import import = table(
      "name,phone,date,time,zone\nA,+34600123456,12/05/2026,09:00,America/New_York\n"
      "B,+34600123456,12/05/2026,10:00,Eastern Standard Time\nC,+34600123456,12/05/2026,09:00,\n"
      "D,+34600123456,12/05/2026,09:00,EST\n",
      form);
  CHECK(starts(import) == "2026-05-12T07:00:00Z 2026-05-12T13:00:00Z 2026-05-12T14:00:00Z");
  REQUIRE(import.reports.size() == 1);
  CHECK(import.reports[0].line == 5);
}

TEST_CASE("a cancelled row is excluded, one outside of the time asked for is no event, and counted apart") {
  CsvForm form = european();
  form.columns.status = "status";
  const Import import = table(
      "name,phone,date,time,status\nA,+34600123456,12/05/2026,09:00,Cancelled\n"
      "B,+34600123456,12/05/2025,09:00,\n",
      form);
  CHECK(import.excluded.size() == 1);
  CHECK(import.events == 1);
  CHECK(import.outside == 1);
}

TEST_CASE("a row has its id, or one made from it; the same booking twice is one appointment and one report") {
  const std::string row = "A,+34600123456,12/05/2026,09:00\n";
  const Import once = table(headers + row);
  const Import moved = table(headers + "B,+34600123457,12/05/2026,08:00\n" + row);
  CHECK(once.appointments.at(0).uid == moved.appointments.at(1).uid);
  CHECK_FALSE(contains(once.appointments[0].uid, "600123456"));
  const Import twice = table(headers + row + row);
  CHECK(twice.appointments.size() == 1);
  CHECK(contains(twice.reports.at(0).reason, "line 2"));
  CsvForm form = european();
  form.columns.id = "id";
  const Import ids = table("id,name,phone,date,time\n7," + row + "7,B,+34600123456,13/05/2026,09:00\n," + row, form);
  CHECK(ids.appointments.size() == 1);
  CHECK(ids.appointments[0].uid == "7");
  CHECK(ids.reports.size() == 2);
}

TEST_CASE("a start in a gap or in a repeated hour says so") {
  const Import import = table(headers + "A,+34600123456,29/03/2026,02:30\nB,+34600123456,25/10/2026,02:30\n");
  CHECK(import.appointments.at(0).start.flag == TimeFlag::gap);
  CHECK(import.appointments.at(1).start.flag == TimeFlag::overlap);
}

TEST_CASE("a table beyond its bounds is an error") {
  Reading narrow = reading();
  narrow.bounds.components = 2;
  const std::string row = "A,+34600123456,12/05/2026,09:00\n";
  CHECK(read_csv(headers + row + row, european(), narrow).ok());
  CHECK_FALSE(read_csv(headers + row + row + row, european(), narrow).ok());
  CHECK_FALSE(read_csv(std::string(50u << 20, ','), european(), reading()).ok());
  CHECK_FALSE(read_csv(std::string(5u << 20, ','), european(), reading()).ok());
  CHECK(table(headers + std::string(5u << 20, '"')).reports.size() == 1);
  const Import wide = table(headers + std::string(2000, ',') + "\n" + row);
  CHECK(wide.reports.size() == 1);
  CHECK(wide.appointments.size() == 1);
}

TEST_CASE("written dates and times are read in the stated form only") {
  const WrittenForm dmy{DateOrder::day_month_year, TimeForm::h24};
  const WrittenForm mdy{DateOrder::month_day_year, TimeForm::h12};
  const WrittenForm ymd{DateOrder::year_month_day, TimeForm::h24, true};
  const auto day = [](std::string_view text, const WrittenForm& form) {
    const auto date = written_date(text, form);
    return date ? courtesy::to_string(*date) : "none";
  };
  for (const auto* text :
       {"12/5/2026", "12.05.2026", "12-05-2026", "12 May 2026", "12-may-2026", "12052026", "12/May/2026"}) {
    CAPTURE(text);
    CHECK(day(text, dmy) == "2026-05-12");
  }
  for (const auto* text : {"May 12, 2026", "5/12/2026", "05-12-2026", "Sept 12, 2026", "September 12 2026"}) {
    CAPTURE(text);
    CHECK(day(text, mdy) != "none");
  }
  CHECK(day("26-05-12", ymd) == "2026-05-12");
  CHECK(day("20260512", ymd) == "2026-05-12");
  for (const auto* text : {"", "12/05", "12/05/2026/1", "12/13/2026", "0/5/2026", "2026", "1212/05/2026", "a/b/c",
                           "12/-5/2026", "May 12, 2026", "29.02.2026"}) {
    CAPTURE(text);
    CHECK(day(text, dmy) == "none");
  }
  const auto time = [](std::string_view text, const WrittenForm& form) {
    const auto read = written_time(text, form);
    return read ? static_cast<int>(read->count()) : -1;
  };
  for (const auto* text : {"9:30", "09:30", "09.30", "9h30", "0930", "09:30:00"}) CHECK(time(text, dmy) == 34200);
  for (const auto* text : {"9:30 am", "09:30AM", "9.30 a.m.", "9:30 A. M."}) CHECK(time(text, mdy) == 34200);
  CHECK(time("12 am", mdy) == 0);
  CHECK(time("12:00 PM", mdy) == 43200);
  for (const auto* text : {"", "9", "9:3", "24:00", "9:60", "09:30 pm", "noon", "-9:30"}) CHECK(time(text, dmy) == -1);
  for (const auto* text : {"9:30", "13:00 pm", "0 am", "am"}) CHECK(time(text, mdy) == -1);
}

TEST_CASE("without a stated zone a row needs one of its own, or an offset") {
  auto unstated = reading();
  unstated.settings.zone = Zone::utc();
  unstated.settings.zone_stated = false;
  CsvForm form = european();
  form.columns.date = form.columns.time = "";
  form.columns.start = "start";
  form.columns.zone = "zone";
  const Import import = table(
      "name,phone,start,zone\n"
      "A,+34600123456,12/05/2026 09:00,\n"
      "B,+34600123456,12/05/2026 09:00,Europe/Madrid\n"
      "C,+34600123456,12/05/2026 09:00Z,\n",
      form, unstated);
  CHECK(starts(import) == "2026-05-12T07:00:00Z 2026-05-12T09:00:00Z");
  REQUIRE(import.reports.size() == 1);
  CHECK(import.reports[0].line == 2);
  CHECK(contains(import.reports[0].reason, "time zone"));
}
