namespace Heed.Feedback.Reliability;

/// <summary>EM of <see cref="DawidSkene"/> over flat tables: the tables hold, by rater and answer, one number a true class.</summary>
internal sealed class DawidSkeneEstimation
{
    private readonly DawidSkene _model;
    private readonly AnswerTable _answers;
    private readonly int _classes;
    private readonly double[] _posterior, _prior, _logs;   // (items, classes), (classes), (raters, answer, truth)
    private readonly Slice[] _slices;
    private readonly double[][][] _confusion;

    public DawidSkeneEstimation(DawidSkene model, CrowdAnswers crowd)
    {
        (_model, _answers, _classes) = (model, new AnswerTable(crowd), crowd.Classes);
        _posterior = new double[crowd.Items * _classes];
        _prior = new double[_classes];
        _logs = new double[crowd.Raters * _classes * _classes];
        _slices = [.. _answers.Slices().Select(s => new Slice(s.From, s.To, new double[_logs.Length], new double[_classes]))];
        _confusion = [.. Enumerable.Range(0, crowd.Raters).Select(_ => Enumerable.Range(0, _classes).Select(_ => new double[_classes]).ToArray())];
    }

    /// <summary>A range of items with its part of the counts.</summary>
    private sealed class Slice(int from, int to, double[] counts, double[] shares)
    {
        public int From => from;
        public int To => to;
        public double[] Counts => counts;
        public double[] Shares => shares;
        public double LogLikelihood { get; set; }
    }

    public DawidSkeneFit Run()
    {
        Pass(Start);
        Maximise();
        var history = new List<double>();
        while (history.Count < _model.MaxIterations)
        {
            Pass(Expect);
            history.Add(_slices.Sum(s => s.LogLikelihood));
            Maximise();
            if (history.Count > 1 && Math.Abs(history[^1] - history[^2]) < _model.Tolerance * Math.Max(1, Math.Abs(history[^1]))) break;
        }
        return new DawidSkeneFit(_answers.Rows(_posterior), _prior, _confusion, history);
    }

    /// <summary>Posteriors of all items, and the counts that follow from them.</summary>
    private void Pass(Func<int, double> posterior) => Parallel.ForEach(_slices, slice =>
    {
        Array.Clear(slice.Counts);
        Array.Clear(slice.Shares);
        var logLikelihood = 0.0;
        for (var item = slice.From; item < slice.To; item++)
        {
            logLikelihood += posterior(item);
            if (_model.Known.TryGetValue(item, out var known)) Fix(item, known);
            Count(item, slice);
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
        for (var c = 0; c < row.Length; c++) row[c] = Math.Log(_prior[c]);
        for (var a = _answers.Start[item]; a < _answers.Start[item + 1]; a++)
        {
            var logs = _logs.AsSpan((_answers.Rater[a] * _classes + _answers.Class[a]) * _classes, _classes);
            for (var c = 0; c < row.Length; c++) row[c] += logs[c];
        }
        double top = double.NegativeInfinity, sum = 0;
        foreach (var value in row) top = Math.Max(top, value);
        for (var c = 0; c < row.Length; c++) sum += row[c] = Math.Exp(row[c] - top);
        for (var c = 0; c < row.Length; c++) row[c] /= sum;
        return top + Math.Log(sum);
    }

    private void Fix(int item, int known)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        row.Clear();
        row[known] = 1;
    }

    private void Count(int item, Slice slice)
    {
        var row = _posterior.AsSpan(item * _classes, _classes);
        for (var c = 0; c < row.Length; c++) slice.Shares[c] += row[c];
        for (var a = _answers.Start[item]; a < _answers.Start[item + 1]; a++)
        {
            var counts = slice.Counts.AsSpan((_answers.Rater[a] * _classes + _answers.Class[a]) * _classes, _classes);
            for (var c = 0; c < row.Length; c++) counts[c] += row[c];
        }
    }

    /// <summary>M step from the counts of all slices.</summary>
    private void Maximise()
    {
        for (var c = 0; c < _classes; c++) _prior[c] = _slices.Sum(s => s.Shares[c]) / _answers.Items;
        for (var rater = 0; rater < _answers.Raters; rater++)
            for (var truth = 0; truth < _classes; truth++)
            {
                var row = _confusion[rater][truth];
                for (var said = 0; said < _classes; said++)
                {
                    row[said] = _model.Smoothing;
                    foreach (var slice in _slices) row[said] += slice.Counts[(rater * _classes + said) * _classes + truth];
                }
                CrowdAnswers.Normalise(row);
                for (var said = 0; said < _classes; said++) _logs[(rater * _classes + said) * _classes + truth] = Math.Log(row[said]);
            }
    }
}
