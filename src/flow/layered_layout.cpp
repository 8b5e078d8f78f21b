#include "flow/layered_layout.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/result.h"

namespace courtesy::flow {
namespace {

constexpr int order_sweeps = 24;
constexpr int place_sweeps = 60;

/// A box, or the lane of an edge in a column that it passes.
struct Item {
  int column;
  double height;
  bool lane;
  double centre = 0;
};

/// Between neighbouring columns; the offsets are from the items' centres.
struct Segment {
  std::size_t from;
  std::size_t to;
  double leaves;
};

class Placer {
 public:
  explicit Placer(const LayoutGraph& graph) : graph_(graph) {}

  Layout run() {
    columns();
    lanes();
    order();
    place();
    return result();
  }

 private:
  void columns() {
    std::vector<int> column(graph_.heights.size(), 0);
    // As many rounds as there are boxes settle the longest path of a graph that does not go round.
    bool moved = true;
    for (std::size_t round = 0; moved && round <= graph_.heights.size(); ++round) {
      moved = false;
      for (const LayoutEdge& edge : graph_.edges) {
        if (column[edge.to] > column[edge.from]) continue;
        column[edge.to] = column[edge.from] + 1;
        moved = true;
      }
    }
    INVARIANT(!moved);
    for (std::size_t i = 0; i < column.size(); ++i) items_.push_back({column[i], graph_.heights[i], false});
    const auto last = std::max_element(column.begin(), column.end());
    in_column_.resize(column.empty() ? 0 : static_cast<std::size_t>(*last) + 1);
    for (std::size_t i = 0; i < items_.size(); ++i) in_column_[static_cast<std::size_t>(column[i])].push_back(i);
  }

  void lanes() {
    for (const LayoutEdge& edge : graph_.edges) {
      std::vector<std::size_t> chain;
      std::size_t last = edge.from;
      double leaves = edge.port - items_[edge.from].height / 2;
      for (int column = items_[edge.from].column + 1; column < items_[edge.to].column; ++column) {
        chain.push_back(items_.size());
        in_column_[static_cast<std::size_t>(column)].push_back(items_.size());
        segments_.push_back({last, items_.size(), leaves});
        last = items_.size();
        leaves = 0;
        items_.push_back({column, 0, true});
      }
      segments_.push_back({last, edge.to, leaves});
      chains_.push_back(std::move(chain));
    }
  }

  std::vector<double> positions() const {
    std::vector<double> position(items_.size());
    for (const auto& column : in_column_) {
      for (std::size_t i = 0; i < column.size(); ++i) position[column[i]] = static_cast<double>(i);
    }
    return position;
  }

  /// A port's place within its box, as a part of one place in the order.
  double at(const Segment& segment, const std::vector<double>& position) const {
    const Item& from = items_[segment.from];
    return position[segment.from] + (from.height == 0 ? 0 : segment.leaves / from.height * 0.9);
  }

  std::size_t crossings() const {
    const auto position = positions();
    std::size_t count = 0;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Segment& a = segments_[i];
        const Segment& b = segments_[j];
        if (items_[a.from].column != items_[b.from].column) continue;
        count += (at(a, position) - at(b, position)) * (position[a.to] - position[b.to]) < 0;
      }
    }
    return count;
  }

  void sort_column(std::vector<std::size_t>& column, bool forwards) {
    const auto position = positions();
    std::vector<double> wish(items_.size(), 0);
    std::vector<int> count(items_.size(), 0);
    for (const Segment& segment : segments_) {
      const std::size_t mine = forwards ? segment.to : segment.from;
      wish[mine] += forwards ? at(segment, position) : position[segment.to];
      ++count[mine];
    }
    for (const std::size_t item : column) wish[item] = count[item] == 0 ? position[item] : wish[item] / count[item];
    std::stable_sort(column.begin(), column.end(), [&](std::size_t a, std::size_t b) { return wish[a] < wish[b]; });
  }

  void order() {
    auto best = in_column_;
    std::size_t fewest = crossings();
    for (int sweep = 0; sweep < order_sweeps; ++sweep) {
      const bool forwards = sweep % 2 == 0;
      for (std::size_t i = 0; i < in_column_.size(); ++i) {
        sort_column(in_column_[forwards ? i : in_column_.size() - 1 - i], forwards);
      }
      if (const std::size_t count = crossings(); count < fewest) {
        fewest = count;
        best = in_column_;
      }
    }
    in_column_ = std::move(best);
  }

  double apart(const Item& above, const Item& below) const {
    return (above.height + below.height) / 2 + (above.lane || below.lane ? graph_.lane : graph_.gap);
  }

  void place() {
    for (const auto& column : in_column_) {
      for (std::size_t i = 1; i < column.size(); ++i) {
        items_[column[i]].centre = items_[column[i - 1]].centre + apart(items_[column[i - 1]], items_[column[i]]);
      }
    }
    for (int sweep = 0; sweep < place_sweeps; ++sweep) {
      for (std::size_t i = 0; i < in_column_.size(); ++i) {
        settle(in_column_[sweep % 2 == 0 ? i : in_column_.size() - 1 - i]);
      }
    }
  }

  /// Where it would make its lines straight; a lane pulls harder, so that long lines are the straightest.
  std::vector<double> wishes() const {
    std::vector<double> sum(items_.size(), 0);
    std::vector<double> weight(items_.size(), 0);
    for (const Segment& segment : segments_) {
      const double pull = items_[segment.from].lane && items_[segment.to].lane ? 8 : 1;
      sum[segment.from] += pull * (items_[segment.to].centre - segment.leaves);
      sum[segment.to] += pull * (items_[segment.from].centre + segment.leaves);
      weight[segment.from] += pull;
      weight[segment.to] += pull;
    }
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = weight[i] == 0 ? items_[i].centre : sum[i] / weight[i];
    return sum;
  }

  /// As near to the wishes as order and distances allow: neighbours that would overlap move as one block.
  void settle(const std::vector<std::size_t>& column) {
    struct Block {
      double sum;
      double count;
    };
    const auto wish = wishes();
    std::vector<Block> blocks;
    std::vector<double> offset(column.size(), 0);
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (i > 0) offset[i] = offset[i - 1] + apart(items_[column[i - 1]], items_[column[i]]);
      blocks.push_back({wish[column[i]] - offset[i], 1});
      while (blocks.size() > 1) {
        const Block last = blocks.back();
        Block& before = blocks[blocks.size() - 2];
        if (before.sum / before.count <= last.sum / last.count) break;
        before = {before.sum + last.sum, before.count + last.count};
        blocks.pop_back();
      }
    }
    std::size_t i = 0;
    for (const Block& block : blocks) {
      for (int n = 0; n < static_cast<int>(block.count); ++n, ++i) {
        items_[column[i]].centre = block.sum / block.count + offset[i];
      }
    }
  }

  /// Lines that meet in a box do so in the order in which they come.
  void arrivals(Layout& layout) const {
    constexpr double apart_most = 16;
    for (std::size_t box = 0; box < graph_.heights.size(); ++box) {
      std::vector<std::size_t> coming;
      for (std::size_t edge = 0; edge < graph_.edges.size(); ++edge) {
        if (graph_.edges[edge].to == box) coming.push_back(edge);
      }
      const auto from = [&](std::size_t edge) {
        const auto& lanes = layout.routes[edge].lanes;
        return lanes.empty() ? layout.tops[graph_.edges[edge].from] + graph_.edges[edge].port : lanes.back();
      };
      std::stable_sort(coming.begin(), coming.end(), [&](std::size_t a, std::size_t b) { return from(a) < from(b); });
      const double spread = static_cast<double>(coming.size() + 1);
      const double step = std::min(apart_most, graph_.heights[box] / spread);
      for (std::size_t i = 0; i < coming.size(); ++i) {
        const double place = static_cast<double>(i) - static_cast<double>(coming.size() - 1) / 2;
        layout.routes[coming[i]].arrives = layout.tops[box] + graph_.heights[box] / 2 + place * step;
      }
    }
  }

  Layout result() const {
    Layout layout{.column_count = static_cast<int>(in_column_.size())};
    double top = std::numeric_limits<double>::max();
    double bottom = std::numeric_limits<double>::lowest();
    for (const Item& item : items_) {
      top = std::min(top, item.centre - item.height / 2);
      bottom = std::max(bottom, item.centre + item.height / 2);
    }
    for (std::size_t i = 0; i < graph_.heights.size(); ++i) {
      layout.columns.push_back(items_[i].column);
      layout.tops.push_back(items_[i].centre - items_[i].height / 2 - top);
    }
    for (const auto& chain : chains_) {
      Layout::Route route{};
      for (const std::size_t item : chain) route.lanes.push_back(items_[item].centre - top);
      layout.routes.push_back(std::move(route));
    }
    arrivals(layout);
    layout.height = items_.empty() ? 0 : bottom - top;
    return layout;
  }

  const LayoutGraph& graph_;
  std::vector<Item> items_;  // the boxes first, then the lanes
  std::vector<Segment> segments_;
  std::vector<std::vector<std::size_t>> chains_;     // of the edges: their lanes
  std::vector<std::vector<std::size_t>> in_column_;  // from top to bottom
};

}  // namespace

Layout lay_out(const LayoutGraph& graph) { return Placer(graph).run(); }

}  // namespace courtesy::flow
