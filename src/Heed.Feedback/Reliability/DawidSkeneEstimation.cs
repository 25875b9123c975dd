using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// EM of <see cref="DawidSkene"/> over flat tables. After every two steps the logarithms of all probabilities are carried on along the way they went (SQUAREM, Varadhan and Roland 2008); where
/// that does not raise the likelihood, the last step of EM stands.
/// </summary>
internal sealed class DawidSkeneEstimation
{
    private readonly DawidSkene _model;
    private readonly AnswerTable _answers;
    private readonly int _classes;
    private readonly double[] _posterior;      // (items, classes)
    private double[] _logs;                    // (raters, answer, truth), then the prior: one number a true class beside another
    private readonly Slice[] _slices;

    public DawidSkeneEstimation(DawidSkene model, CrowdAnswers crowd)
    {
        (_model, _answers, _classes) = (model, new AnswerTable(crowd), crowd.Classes);
        _posterior = new double[crowd.Items * _classes];
        _logs = new double[(crowd.Raters * _classes + 1) * _classes];
        _slices = [.. _answers.Slices().Select(s => new Slice(s.From, s.To, new double[_logs.Length]))];
    }

    /// <summary>A range of items with its part of the counts, in the places of the probabilities.</summary>
    private sealed class Slice(int from, int to, double[] counts)
    {
        public int From => from;
        public int To => to;
        public double[] Counts => counts;
        public double LogLikelihood { get; set; }
    }

    public DawidSkeneFit Run()
    {
        Pass(Start);
        _logs = Maximised();
        var history = new List<double>();
        double[]? before = null, last = null;
        while (history.Count < _model.MaxIterations)
        {
            history.Add(Expected());
            var now = _logs;
            _logs = Maximised();
            if (history.Count > 1 && Math.Abs(history[^1] - history[^2]) < _model.Tolerance * Math.Max(1, Math.Abs(history[^1]))) break;
            if (before is null) (before, last) = (now, _logs);
            else
            {
                Leap(before, last!, history[^1]);
                before = null;
            }
        }
        return new DawidSkeneFit(_answers.Rows(_posterior), [.. Prior.ToArray().Select(Math.Exp)], Confusion(), history);
    }

    private Span<double> Prior => _logs.AsSpan(_logs.Length - _classes);

    /// <summary>x′ = x − 2 α r + α² v with r = x₁ − x, v = (x₂ − x₁) − r, α = −|r| / |v|, kept where the likelihood does not fall below what it was.</summary>
    private void Leap(double[] x, double[] first, double least)
    {
        var second = _logs;
        double rr = 0, vv = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i] + first[i] + second[i])) continue;
            double r = first[i] - x[i], v = second[i] - first[i] - r;
            (rr, vv) = (rr + r * r, vv + v * v);
        }
        var alpha = -Math.Sqrt(rr / vv);
        if (!(alpha < -1) || !double.IsFinite(alpha)) return;
        var leap = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            double r = first[i] - x[i], v = second[i] - first[i] - r;
            leap[i] = double.IsFinite(x[i] + first[i] + second[i]) ? x[i] - 2 * alpha * r + alpha * alpha * v : second[i];
        }
        _logs = Normalised(leap);
        var reached = Expected();
        _logs = reached >= least ? Maximised() : second;
    }

    /// <summary>Every row of probabilities sums to one again.</summary>
    private double[] Normalised(double[] logs)
    {
        for (var rater = 0; rater <= _answers.Raters; rater++)
            for (var truth = 0; truth < _classes; truth++)
            {
                var step = rater < _answers.Raters ? _classes : 1;
                var start = rater < _answers.Raters ? rater * _classes * _classes + truth : logs.Length - _classes;
                double top = double.NegativeInfinity, sum = 0;
                for (var said = 0; said < _classes; said++) top = Math.Max(top, logs[start + said * step]);
                if (!double.IsFinite(top)) continue;
                for (var said = 0; said < _classes; said++) sum += Math.Exp(logs[start + said * step] - top);
                for (var said = 0; said < _classes; said++) logs[start + said * step] -= top + Math.Log(sum);
            }
        return logs;
    }

    private double Expected()
    {
        Pass(Expect);
        return _slices.Sum(s => s.LogLikelihood);
    }

    /// <summary>Posteriors of all items, and the counts that follow from them.</summary>
    private void Pass(Func<int, double> posterior) => Parallel.ForEach(_slices, slice =>
    {
        Array.Clear(slice.Counts);
        var logLikelihood = 0.0;
        for (var item = slice.From; item < slice.To; item++)
        {
            logLikelihood += posterior(item);
            if (_model.Known.Count > 0 && _model.Known.TryGetValue(item, out var known)) Fix(item, known);
            Count(item, slice.Counts);
        }
        slice.LogLikelihood = logLikelihood;
    });

    /// <summary>Shares of the votes.</summary>
    private double Start(int item)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        int from = _answers.Start[item], to = _answers.Start[item + 1];
        for (var a = from; a < to; a++) row[_answers.Class[a]] += 1.0 / (to - from);
        return 0;
    }

    /// <summary>E step of an item; returns the log-likelihood of its answers.</summary>
    private double Expect(int item)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        Prior.CopyTo(row);
        for (var a = _answers.Start[item]; a < _answers.Start[item + 1]; a++)
        {
            var logs = _logs.AsSpan((_answers.Rater[a] * _classes + _answers.Class[a]) * _classes, row.Length);
            for (var c = 0; c < row.Length; c++) row[c] += logs[c];
        }
        return Softmax.Of(row);
    }

    private void Fix(int item, int known)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        row.Clear();
        row[known] = 1;
    }

    private void Count(int item, double[] all)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        var shares = all.AsSpan(all.Length - _classes);
        for (var c = 0; c < row.Length; c++) shares[c] += row[c];
        for (var a = _answers.Start[item]; a < _answers.Start[item + 1]; a++)
        {
            var counts = all.AsSpan((_answers.Rater[a] * _classes + _answers.Class[a]) * _classes, row.Length);
            for (var c = 0; c < row.Length; c++) counts[c] += row[c];
        }
    }

    /// <summary>M step from the counts of all slices.</summary>
    private double[] Maximised()
    {
        var logs = new double[_logs.Length];
        foreach (var slice in _slices)
            for (var i = 0; i < logs.Length; i++) logs[i] += slice.Counts[i];
        for (var i = logs.Length - _classes; i < logs.Length; i++) logs[i] = Math.Log(logs[i] / _answers.Items);
        for (var rater = 0; rater < _answers.Raters; rater++)
            for (var truth = 0; truth < _classes; truth++)
            {
                var (start, sum) = (rater * _classes * _classes + truth, _model.Smoothing * _classes);
                for (var said = 0; said < _classes; said++) sum += logs[start + said * _classes];
                for (var said = 0; said < _classes; said++)
                {
                    var share = logs[start + said * _classes] + _model.Smoothing;
                    logs[start + said * _classes] = Math.Log(sum > 0 ? share / sum : 0);
                }
            }
        return logs;
    }

    private double[][][] Confusion() => [.. Enumerable.Range(0, _answers.Raters).Select(r => Enumerable.Range(0, _classes)
        .Select(truth => Enumerable.Range(0, _classes).Select(said => Math.Exp(_logs[(r * _classes + said) * _classes + truth])).ToArray()).ToArray())];
}
